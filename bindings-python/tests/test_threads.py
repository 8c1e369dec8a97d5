"""Many threads on one directory."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import patronage

THREADS, EACH = 16, 25


def test_sixteen_threads_share_a_directory_and_python_goes_on(tmp_path: Path) -> None:
    with patronage.Directory.open(tmp_path / "shop.db") as directory:
        admin = directory.as_system()
        admin.sites.create("shop", name="Shop")
        shared = admin.customers.create(kind="guest", site="shop")
        stop, counted = threading.Event(), [0]

        def count() -> None:
            while not stop.is_set():
                counted[0] += 1

        def work(thread: int) -> None:
            for number in range(EACH):
                email = f"t{thread}n{number}@example.com"
                made = admin.customers.create(site="shop", email=email)
                assert admin.customers.find_by_login("shop", email) == made
                admin.orders.record(shared.id, number=f"{thread}-{number}", site="shop", total="0.01")

        counter = threading.Thread(target=count)
        counter.start()
        before = counted[0]
        with ThreadPoolExecutor(THREADS) as pool:
            list(pool.map(work, range(THREADS)))
        progress = counted[0] - before
        stop.set()
        counter.join()
        # A commit that kept the interpreter would let the counter run between commits only.
        assert progress > THREADS * EACH * 10
        assert len(admin.customers.find(limit=1000)) == THREADS * EACH + 1
        assert admin.customers.activity(shared.id).lifetime_spend("USD") == patronage.Money("4.00", "USD")
        assert directory.check() == []


def test_one_of_many_wins_a_login(admin: patronage.Backoffice) -> None:
    def register(_: int) -> str:
        try:
            admin.customers.create(site="shop", email="one@example.com")
        except patronage.ConflictError as taken:
            return taken.code
        return "won"

    with ThreadPoolExecutor(THREADS) as pool:
        outcomes = list(pool.map(register, range(THREADS)))
    assert outcomes.count("won") == 1
    assert set(outcomes) == {"won", "customer.login_name_taken"}


def test_an_iterator_may_be_shared(admin: patronage.Backoffice) -> None:
    admin.customers.create_all([{"kind": "guest", "site": "shop"} for _ in range(200)])
    rows = admin.customers.iterate(limit=10)
    with ThreadPoolExecutor(4) as pool:
        seen = [number for part in pool.map(lambda _: [row.number for row in rows], range(4)) for number in part]
    assert sorted(number for number in seen if number is not None) == list(range(1, 201))


def test_sixteen_threads_spend_exactly_what_is_available(tmp_path: Path) -> None:
    with patronage.Directory.open(tmp_path / "shop.db") as directory:
        admin = directory.as_admin("jane@shop.example")
        admin.sites.create("shop", name="Shop", currency="USD")
        admin.sites.set_purchase_orders(
            "shop", enabled=True, terms=[{"code": "net30", "description": "Net 30", "net_days": 30}])
        john = admin.customers.create(kind="guest", site="shop").id
        # Of 400 charges of 1.00, 250 and a half are there.
        admin.credit.open(john, limit="200.50", overdraft_amount=50, terms={"shop": ["net30"]})

        def work(thread: int) -> list[str]:
            outcomes = []
            for number in range(EACH):
                try:
                    admin.credit.charge(john, 1, site="shop", purchase_order="PO-1", key=f"{thread}-{number}")
                except patronage.CreditError as refused:
                    assert refused.total_available == patronage.Money("0.50", "USD")
                    outcomes.append(refused.code)
                else:
                    outcomes.append("charged")
            return outcomes

        with ThreadPoolExecutor(THREADS) as pool:
            outcomes = [outcome for part in pool.map(work, range(THREADS)) for outcome in part]
        assert outcomes.count("charged") == 250
        assert outcomes.count("credit.limit_exceeded") == THREADS * EACH - 250
        assert admin.credit.status(john).total_available == patronage.Money("0.50", "USD")
        assert [entry.number for entry in admin.credit.iterate(john)] == list(range(251, 0, -1))
        assert admin.credit.verify(john).sound and directory.check() == []

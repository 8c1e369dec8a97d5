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

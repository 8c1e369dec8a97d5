"""Purchase-order credit: every operation, what refuses it and what it says then."""

import pickle
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from uuid import UUID

import patronage
import pytest

Customer = patronage.Customer
TERMS: Any = [{"code": "net30", "description": "Net 30", "net_days": 30},
              {"code": "net60", "description": "Net 60", "net_days": 60}]


def usd(amount: str | int) -> patronage.Money:
    return patronage.Money(amount, "USD")


@pytest.fixture
def credit(admin: patronage.Backoffice, john: Customer) -> patronage.Credit:
    """With an account of 1,000 and an overdraft of 100 for John."""
    admin.sites.set_purchase_orders("shop", enabled=True, split_allowed=True, terms=TERMS, custom_fields=[
        {"code": "dept", "label": "Department", "required": True}])
    admin.credit.open(john.id, limit=1000, overdraft_percent="10", terms={"shop": ["net30"]})
    return admin.credit


def order(key: str, **more: Any) -> Any:
    return {"site": "shop", "order": "1001", "purchase_order": "PO-7", "fields": {"dept": "IT"}, "key": key, **more}


def test_an_account_says_what_it_was_opened_with(credit: patronage.Credit, john: Customer) -> None:
    account = credit.get(john.id)
    assert isinstance(account.id, UUID) and account.customer == john.id and account.currency == "USD"
    assert account.limit == usd(1000) and account.overdraft == patronage.Percent(10)
    assert account.terms == {"shop": ["net30"]} and account.enabled and account.hold is None
    assert not account.keep_surplus and account.hold_when_overdue is None and account.version == 1
    assert account.figures.overdraft == usd(100) and account.next_expiry is None
    assert account.head == credit.head(john.id) and account.opened_at == account.head.at
    assert credit.accounts(john.id) == [account]
    status = credit.status(john.id)
    assert status.account == account and status.figures == account.figures and status.refusal is None
    assert (status.limit, status.overdraft, status.available) == (usd(1000), usd(100), usd(1000))
    assert (status.outstanding, status.reserved, status.unapplied) == (usd(0), usd(0), usd(0))
    assert status.total_available == usd(1100) and status.at >= account.opened_at
    with pytest.raises(patronage.ConflictError) as exists:
        credit.open(john.id, limit=5)
    assert (exists.value.code, exists.value.details) == ("credit.exists", {"currency": "USD"})


def test_settings_are_set_one_by_one(credit: patronage.Credit, john: Customer) -> None:
    assert credit.set_limit(john.id, "2000.00").limit == usd(2000)
    assert credit.set_overdraft(john.id, amount=Decimal("50")).overdraft == usd(50)
    assert credit.set_overdraft(john.id, percent=patronage.Percent("12.5")).overdraft == patronage.Percent("12.5")
    assert credit.set_overdraft(john.id).overdraft is None
    assert credit.set_terms(john.id, site="shop", terms=["net60", "net30"]).terms == {"shop": ["net60", "net30"]}
    assert credit.set_keep_surplus(john.id, True).keep_surplus
    assert credit.set_hold_when_overdue(john.id, 14).hold_when_overdue == 14
    assert credit.set_hold_when_overdue(john.id, None).hold_when_overdue is None
    assert not credit.disable(john.id).enabled and credit.enable(john.id).enabled
    held = credit.hold(john.id, reason="a dispute").hold
    assert held is not None and held.reason == "a dispute" and held.since <= datetime.now(timezone.utc)
    assert credit.lift_hold(john.id).hold is None
    settings = [entry.setting for entry in credit.iterate(john.id) if entry.setting is not None]
    assert settings == [
        {"hold_when_overdue": None}, {"hold_when_overdue": 14}, {"keep_surplus": True},
        {"terms": ["net60", "net30"]}, {"overdraft": None}, {"overdraft": patronage.Percent("12.5")},
        {"overdraft": usd(50)},
        {"overdraft": patronage.Percent(10), "terms": {"shop": ["net30"]}, "keep_surplus": False,
         "hold_when_overdue": None}]


def test_an_order_goes_from_the_offer_to_the_last_capture(credit: patronage.Credit, john: Customer) -> None:
    offer = credit.offer(john.id, site="shop", order_total=1200)
    assert offer.amount == usd(1100) and offer.split and [term.code for term in offer.terms] == ["net30"]
    assert offer.withheld is None
    later = datetime.now(timezone.utc) + timedelta(hours=1)
    promised = credit.reserve(john.id, "600.00", expires_at=later, **order("a"))
    assert promised.kind == "reserve" and promised.amount == promised.reserved_change == usd(600)
    assert promised.after.total_available == usd(500) and promised.expires_at == later
    assert (promised.site, promised.order, promised.term) == ("shop", "1001", "net30")
    assert promised.purchase_order == "PO-7" and promised.fields == {"dept": "IT"}
    assert promised.author == ("admin", "jane@shop.example") and promised.key == "a"
    [held] = credit.reservations(john.id)
    assert (held.kind, held.number, held.amount, held.left) == ("reservation", promised.number, usd(600), usd(600))
    assert held.expires_at == later and held.due is None and held.customer == john.id and held.currency == "USD"
    assert (held.site, held.order, held.term) == ("shop", "1001", "net30")
    extended = credit.extend(john.id, reservation=promised.number, expires_at=None, key="b")
    assert extended.kind == "extend" and extended.target == promised.number and extended.expires_at is None
    part = credit.capture(john.id, reservation=promised.number, amount=200, key="c")
    assert part.due == part.at.date() + timedelta(days=30) and not part.final
    assert credit.release(john.id, reservation=promised.number, amount="50", key="d").reserved_change == usd(-50)
    last = credit.capture(john.id, reservation=promised.number, amount=300, key="e", final=True)
    assert last.final and last.reserved_change == usd(-350) and credit.reservations(john.id) == []
    [first, second] = credit.open_items(john.id)
    assert (first.kind, first.number, first.left, first.due) == ("item", part.number, usd(200), part.due)
    assert first.days_overdue(part.at.date()) == 0 and part.due is not None
    assert first.days_overdue(part.due + timedelta(days=3)) == 3 and second.number == last.number
    again = credit.reserve(john.id, 1, **order("f"))
    assert credit.release(john.id, reservation=again.number).key is None


def test_payments_go_to_items(credit: patronage.Credit, john: Customer) -> None:
    one = credit.charge(john.id, usd(100), **order("1"))
    two = credit.charge(john.id, Decimal("50.5"), **order("2"))
    paid = credit.pay(john.id, 70, key="3", items={two.number: "50.50"}, note="wire")
    assert paid.note == "wire" and paid.outstanding_change == usd(-70)
    assert [(part.payment, part.item, part.amount) for part in paid.allocations] == [
        (paid.number, two.number, usd("50.50")), (paid.number, one.number, usd("19.50"))]
    noted = credit.credit_note(john.id, item=one.number, amount=10, key="4", note="a scratch")
    assert noted.target == one.number and noted.transaction_type == 5
    kept = credit.pay(john.id, 100, key="5", keep_surplus=True)
    assert kept.unapplied_change == usd("29.50") and kept.after.outstanding == usd("-29.50")
    assert credit.refund(john.id, "9.50", key="6", note="sent back").after.unapplied == usd(20)
    assert credit.adjust(john.id, "-5", reason="goodwill", key="7").note == "goodwill"
    assert credit.reverse_payment(john.id, payment=paid.number, key="8", note="bounced").kind == "reverse_payment"
    assert credit.void(john.id, item=two.number, key="9", note="an error").kind == "void"
    assert credit.verify(john.id).sound


def test_refusals_say_their_figures(credit: patronage.Credit, john: Customer) -> None:
    with pytest.raises(patronage.CreditError, match="1100.01 USD was requested") as above:
        credit.charge(john.id, "1100.01", **order("1"))
    assert above.value.code == "credit.limit_exceeded" and isinstance(above.value, patronage.RefusedError)
    assert (above.value.requested, above.value.total_available) == (usd("1100.01"), usd(1100))
    assert above.value.details == {"requested": usd("1100.01"), "total_available": usd(1100)}
    assert above.value.left is None
    promised = credit.reserve(john.id, 10, **order("2"))
    with pytest.raises(patronage.CreditError) as more:
        credit.capture(john.id, reservation=promised.number, amount=11, key="3")
    assert (more.value.code, more.value.number, more.value.left) == (
        "credit.above_reservation", promised.number, usd(10))
    with pytest.raises(patronage.CreditError) as owed:
        credit.pay(john.id, 1, key="4")
    assert (owed.value.code, owed.value.owed) == ("credit.overpayment", usd(0))
    with pytest.raises(patronage.NotFoundError) as unknown:
        credit.void(john.id, item=99, key="5")
    assert (unknown.value.code, unknown.value.details) == ("credit.unknown_item", {"number": 99})
    with pytest.raises(patronage.ConflictError) as reused:
        credit.reserve(john.id, 11, **order("2"))
    assert (reused.value.code, reused.value.details) == ("credit.key_reused", {"number": promised.number})
    with pytest.raises(patronage.CreditError) as term:
        credit.charge(john.id, 1, **order("6", term="net60"))
    assert term.value.details == {"site": "shop", "term": "net60", "terms": ["net30"]}
    credit.hold(john.id, reason="a dispute")
    with pytest.raises(patronage.CreditError) as held:
        credit.charge(john.id, 1, **order("7"))
    assert held.value.code == "credit.on_hold" and isinstance(held.value.details["since"], datetime)
    refusal, withheld = credit.status(john.id).refusal, credit.offer(john.id, site="shop", order_total=1).withheld
    assert isinstance(refusal, patronage.CreditError) and isinstance(withheld, patronage.CreditError)
    assert refusal.code == withheld.code == "credit.on_hold"


def test_an_order_lacks_what_the_site_asks_for(credit: patronage.Credit, john: Customer) -> None:
    with pytest.raises(patronage.ValidationError) as lacking:
        credit.charge(john.id, 1, site="shop", key="1")
    assert {violation.path for violation in lacking.value.violations} == {"purchase_order", "fields.dept"}
    with pytest.raises(patronage.ValidationError) as nowhere:
        credit.charge(john.id, 1, **order("1", site="nowhere"))
    assert [violation.path for violation in nowhere.value.violations] == ["site"]


def test_a_request_that_is_sent_again_is_answered_again(credit: patronage.Credit, john: Customer) -> None:
    charged = credit.charge(john.id, 100, **order("one"))
    credit.disable(john.id)
    for _ in range(3):
        assert credit.charge(john.id, "100.00", **order("one")) == charged
    assert credit.head(john.id).number == 3 and credit.status(john.id).outstanding == usd(100)


def test_an_administrator_takes_an_order_beyond_the_limit(
        admin: patronage.Backoffice, credit: patronage.Credit, directory: patronage.Directory, john: Customer) -> None:
    with pytest.raises(patronage.NotPermittedError):
        directory.as_system().credit.charge(john.id, 5000, **order("1", override_limit="the owner said so"))
    taken = credit.charge(john.id, 5000, **order("1", override_limit="the owner said so"))
    assert taken.overrides_limit and taken.note == "the owner said so"
    assert credit.status(john.id).total_available == usd(-3900)


def test_many_charges_are_answered_one_by_one(credit: patronage.Credit, john: Customer) -> None:
    charges: list[Any] = [{"customer": john.id, "amount": 500, **order("1")}, {"customer": john.id, "amount": 700, **order("2")},
                          {"customer": john.id, "amount": 1.5, **order("3")}, {"amount": 1, **order("4")},
                          {"customer": john.id, "amount": 600, "currency": "USD", **order("5")}]
    first, second, third, fourth, fifth = credit.charge_all(charges)
    assert isinstance(first, patronage.CreditEntry) and isinstance(fifth, patronage.CreditEntry)
    assert isinstance(second, patronage.CreditError) and second.total_available == usd(600)
    assert isinstance(third, patronage.ValidationError) and third.violations[0].path == "amount"
    assert isinstance(fourth, patronage.ValidationError) and fourth.violations[0].path == "customer"
    assert credit.status(john.id).total_available == usd(0)
    assert credit.charge_all([]) == []


def test_the_currency_says_which_account(admin: patronage.Backoffice, credit: patronage.Credit, john: Customer) -> None:
    with pytest.raises(patronage.NotFoundError) as none:
        credit.charge(john.id, patronage.Money(1, "EUR"), **order("1"))
    assert (none.value.code, none.value.details) == ("credit.no_account", {"currency": "EUR"})
    credit.open(john.id, limit=patronage.Money(10, "EUR"))
    with pytest.raises(patronage.CreditError) as several:
        credit.status(john.id)
    assert (several.value.code, several.value.details) == ("credit.currency_required", {"currencies": ["EUR", "USD"]})
    assert credit.status(john.id, currency="EUR").limit == patronage.Money(10, "EUR")
    assert credit.pay(john.id, patronage.Money(1, "EUR"), key="1", keep_surplus=True).currency == "EUR"
    assert credit.adjust(john.id, 1, reason="a fee", key="2", currency="EUR").currency == "EUR"
    assert [account.currency for account in credit.accounts(john.id)] == ["EUR", "USD"]
    with pytest.raises(patronage.NotFoundError):
        credit.get(admin.customers.create(kind="guest", site="shop").id)


def test_the_ledger_is_read_by_pages_and_through(credit: patronage.Credit, john: Customer) -> None:
    for number in range(5):
        credit.charge(john.id, 1, **order(str(number)))
    page = credit.entries(john.id, limit=4)
    assert [entry.number for entry in page] == [6, 5, 4, 3] and page.next is not None
    rest = credit.entries(john.id, limit=4, cursor=page.next)
    assert [entry.number for entry in rest] == [2, 1] and rest.next is None
    assert rest.items[-1].kind == "open" and rest[0].previous == rest[1].hash
    assert [entry.number for entry in credit.iterate(john.id, limit=2)] == [6, 5, 4, 3, 2, 1]


def test_a_head_that_was_kept_holds_the_ledger(
        credit: patronage.Credit, directory: patronage.Directory, john: Customer) -> None:
    head = credit.head(john.id)
    kept = patronage.Head(head.number, head.at, head.hash)
    assert kept == head
    credit.charge(john.id, 1, **order("1"))
    found = credit.verify(john.id, against=kept)
    assert (found.sound, found.findings, found.entries, found.redacted) == (True, [], 2, 0)
    other = credit.verify(john.id, against=patronage.Head(head.number, head.at, "0" * 64))
    assert not other.sound and [(finding.kind, finding.number) for finding in other.findings] == [("head", 1)]
    assert str(other.findings[0]) == "the ledger is not the one that had the given head, entry 1"
    event = directory.events(of=john.id).read().events[-1]
    assert event.kind == "credit.charged" and event.subject == ("credit_entry", 2)
    assert event.credit_entry == credit.entries(john.id)[0]


def test_what_has_run_out_is_recorded(credit: patronage.Credit, john: Customer) -> None:
    soon = datetime.now(timezone.utc) + timedelta(milliseconds=300)
    credit.reserve(john.id, 1, expires_at=soon, **order("1"))
    assert credit.advance() == 0
    while datetime.now(timezone.utc) <= soon:
        pass
    assert credit.status(john.id).reserved == usd(0) and credit.get(john.id).figures.reserved == usd(1)
    assert credit.advance() == 1 and credit.entries(john.id)[0].kind == "expire"


def test_a_change_of_terms_says_whom_it_affects(credit: patronage.Credit, john: Customer) -> None:
    impact = credit.terms_impact("shop", terms=[TERMS[1]])
    assert (impact.removed, impact.changed) == (["net30"], [])
    assert [account.customer for account in impact.left_with_none] == [john.id]
    assert [(account.currency, account.terms, account.left) for account in impact.accounts] == [("USD", ["net30"], [])]
    longer = credit.terms_impact("shop", terms=[{**TERMS[0], "net_days": 45}, TERMS[1]])
    assert (longer.removed, longer.changed, longer.left_with_none) == ([], ["net30"], [])
    assert pickle.loads(pickle.dumps(longer)) == longer and hash(longer.accounts[0]) == hash(longer.accounts[0])
    assert credit.terms_impact("shop").accounts == []
    with pytest.raises(patronage.NotFoundError) as unknown:
        credit.terms_impact("nowhere")
    assert unknown.value.code == "site.unknown"


def test_a_shopper_sees_its_own_credit(credit: patronage.Credit, directory: patronage.Directory, john: Customer) -> None:
    charged = credit.charge(john.id, 200, **order("a"))
    own = directory.site("shop").as_shopper(john.id).credit
    assert own.figures() == credit.status(john.id).figures
    assert [item.number for item in own.open_items()] == [charged.number]
    offer = own.offer("1000.00")
    assert (offer.amount, offer.split) == (usd(900), True)

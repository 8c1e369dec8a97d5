"""Statements, ageing and the ledger for people, notebooks and data frames."""

import csv
import io
import pickle
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import patronage
import polars as pl
import pytest

TODAY = datetime.now(timezone.utc).date()
Customer = patronage.Customer


@pytest.fixture
def credit(admin: patronage.Backoffice, john: Customer) -> patronage.Credit:
    admin.sites.set_purchase_orders(
        "shop", enabled=True, terms=[{"code": "net30", "description": "Net 30", "net_days": 30}])
    admin.credit.open(john.id, limit=1000, terms={"shop": ["net30"]})
    admin.credit.charge(john.id, "120.00", site="shop", order="1001", purchase_order="=PO<7>", key="1")
    admin.credit.pay(john.id, "20.5", key="2", note="wire & cheque")
    return admin.credit


def statement(credit: patronage.Credit, john: Customer) -> patronage.Statement:
    # A day to each side, so that midnight between two commands changes nothing.
    return credit.statement(john.id, from_=TODAY - timedelta(days=1), to=(TODAY + timedelta(days=1)).isoformat())


def test_a_statement_says_what_happened(credit: patronage.Credit, john: Customer) -> None:
    said = statement(credit, john)
    assert said.customer == john.id and said.currency == "USD" and said.from_ == TODAY - timedelta(days=1)
    assert said.to == TODAY + timedelta(days=1)
    assert str(said.opening) == "0.00 USD" and str(said.closing) == "99.50 USD"
    assert [(line.entry.kind, str(line.balance)) for line in said] == [("charge", "120.00 USD"), ("pay", "99.50 USD")]
    assert len(said) == len(said.lines) == 2 and said.lines[0].date == said.lines[0].entry.at.date()
    [item] = said.open_items
    assert (item.number, str(item.amount), str(item.open), item.days_overdue) == (2, "120.00 USD", "99.50 USD", 0)
    assert (item.site, item.order, item.term) == ("shop", "1001", "net30") and item.due == said.lines[0].entry.due
    assert said.ageing.outstanding == said.closing
    empty = credit.statement(john.id, from_="2020-01-01", to="2020-01-31")
    assert list(empty) == [] and empty.open_items == () and not empty.closing


def test_ageing_has_a_column_for_each_bucket(credit: patronage.Credit, john: Customer) -> None:
    owed, nothing = patronage.Money("99.50", "USD"), patronage.Money(0, "USD")
    due = credit.open_items(john.id)[0].due
    assert due is not None
    for days, bucket in ((0, "current"), (1, "overdue_1_to_30"), (30, "overdue_1_to_30"), (31, "overdue_31_to_60"),
                         (60, "overdue_31_to_60"), (61, "overdue_61_to_90"), (90, "overdue_61_to_90"),
                         (91, "overdue_over_90")):
        ageing = credit.ageing(john.id, as_of=due + timedelta(days=days))
        buckets = ("current", "overdue_1_to_30", "overdue_31_to_60", "overdue_61_to_90", "overdue_over_90")
        assert [name for name in buckets if getattr(ageing, name)] == [bucket], days
        assert getattr(ageing, bucket) == ageing.outstanding == owed and ageing.unapplied == nothing
        assert ageing.as_of == due + timedelta(days=days)
    assert ageing.columns == {"current": nothing, "1-30 days": nothing, "31-60 days": nothing, "61-90 days": nothing,
                              "over 90 days": owed, "unapplied": nothing, "outstanding": owed}


def test_people_read_tables(credit: patronage.Credit, john: Customer) -> None:
    said = statement(credit, john)
    assert str(said).startswith(f"Statement in USD from {said.from_} to {said.to}\n")
    for part in ("brought forward", "1001", "120.00", "-20.50", "99.50", "Open items", "Ageing in USD"):
        assert part in str(said), part
    assert str(said.ageing).startswith("Ageing in USD on") and "over 90 days" in str(said.ageing)
    html = said._repr_html_()
    assert html.count("<table>") == 3 and "=PO&lt;7&gt;" in html and "wire &amp; cheque" in html
    assert said.ageing._repr_html_().count("<td>") == 9


def test_programs_read_csv(credit: patronage.Credit, john: Customer) -> None:
    said = statement(credit, john)
    first, second = csv.DictReader(io.StringIO(said.to_csv()))
    assert (first["entry"], first["kind"], first["amount"], first["purchase_order"]) == (
        "2", "charge", "120.00", "'=PO<7>")
    assert (second["amount"], second["balance"], second["note"]) == ("-20.50", "99.50", "wire & cheque")
    [ages] = csv.DictReader(io.StringIO(said.ageing.to_csv()))
    assert (ages["as of"], ages["current"], ages["currency"]) == (str(said.to), "99.50", "USD")


def test_data_frames_read_columns(credit: patronage.Credit, john: Customer) -> None:
    lines = pl.DataFrame(statement(credit, john))
    assert lines["amount"].to_list() == [Decimal("120.00"), Decimal("-20.50")]
    assert lines["amount"].sum() == Decimal("99.50") and lines["date"].dtype == pl.Date
    assert lines["kind"].to_list() == ["charge", "pay"] and lines["due"].to_list()[1] is None
    ages = pl.DataFrame(credit.ageing(john.id, as_of=TODAY))
    assert ages["current"].to_list() == [Decimal("99.50")] and ages.height == 1
    ledger = pl.DataFrame(credit.iterate(john.id, limit=2))
    assert ledger["number"].to_list() == [3, 2, 1] and ledger["outstanding"][0] == Decimal("99.50")
    assert ledger["limit"].to_list() == [Decimal("1000.00")] * 3 and ledger["at"].dtype == pl.Datetime("us", "UTC")
    read = credit.iterate(john.id)
    assert next(read).number == 3
    assert pl.DataFrame(read)["number"].to_list() == [2, 1] and list(read) == []


def test_a_column_has_the_decimals_of_its_currency(admin: patronage.Backoffice, john: Customer) -> None:
    for currency, amount in (("JPY", "1000"), ("KWD", "1.234")):
        admin.credit.open(john.id, limit=0, currency=currency)
        admin.credit.adjust(john.id, amount, reason="a fee", key="1", currency=currency)
        said = admin.credit.statement(john.id, from_="2020-01-01", to=date(2999, 1, 1), currency=currency)
        assert pl.DataFrame(said)["balance"].to_list() == [Decimal(amount)]


def test_values_of_credit_are_values(credit: patronage.Credit, john: Customer) -> None:
    said, entries = statement(credit, john), credit.entries(john.id)
    credit.set_terms(john.id, site="shop", terms=[])
    credit.hold(john.id, reason="Zaphod did not pay")
    account = credit.get(john.id)
    values: list[Any] = [
        account, account.hold, account.figures, account.head, *entries, entries[0].allocations[0],
        *credit.open_items(john.id), credit.status(john.id), credit.offer(john.id, site="shop", order_total=1),
        said, said.lines[0], said.open_items[0], said.ageing, credit.verify(john.id),
        *credit.verify(john.id, against=patronage.Head(1, account.opened_at, "0" * 64)).findings]
    for value in values:
        for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
            again = pickle.loads(pickle.dumps(value, protocol))
            assert type(again) is type(value) and again == value and hash(again) == hash(value), value
        assert value != object() and getattr(again, "version", 0) == getattr(value, "version", 0)
        assert not any(told in repr(value) for told in ("120.00", "99.50", "PO<7>", "Zaphod", "wire")), repr(value)
        with pytest.raises((AttributeError, TypeError)):
            value.amount = 7
    refusal = pickle.loads(pickle.dumps(credit.status(john.id).refusal))
    assert refusal.code == "credit.on_hold" and refusal.details == {"since": account.hold.since}  # type: ignore[union-attr]

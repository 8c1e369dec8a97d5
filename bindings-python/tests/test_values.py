"""Values: equal, hashable, kept by pickle, and silent about people."""

import copy
import logging
import pickle
from datetime import datetime, timezone
from decimal import Decimal

import patronage
import pytest

SECRETS = ("Zaphod", "zaphod@example.com", "Betelgeuse", "DE12345678")


@pytest.fixture
def values(admin: patronage.Backoffice, directory: patronage.Directory) -> list[object]:
    admin.attributes.define("vat-id", label="VAT id", input="text_box")
    zaphod = admin.customers.create(
        site="shop", email="zaphod@example.com", first_name="Zaphod", attributes={"vat-id": "DE12345678"},
        addresses=[{"label": "Home", "line1": "1", "city": "Betelgeuse", "country": "HK", "last_name": "B"}])
    admin.segments.create("press", name="Press")
    says = admin.sites.set_purchase_orders(
        "shop", enabled=True, terms=[{"code": "net30", "description": "Net 30", "net_days": 30}],
        custom_fields=[{"code": "dept", "label": "Department"}]).purchase_orders
    order = admin.orders.record(zaphod.id, number="1", site="shop", total=1, lines=[{"product": "p"}]).order
    activity = admin.customers.activity(zaphod.id)
    return [
        zaphod, zaphod.addresses, zaphod.addresses[0], admin.customers.find()[0], admin.sites.get("shop"),
        admin.customer_sets.get("default"), admin.tenant.get(), admin.segments.get("press"), order,
        order.lines[0], activity, activity.last_order, directory.events().read().events[-1],
        admin.attributes.get("vat-id"), admin.attributes.schema(), patronage.Money(1, "USD"),
        patronage.Percent("12.5"), patronage.Pattern("[a-z]+"),
        patronage.Violation("email", "email.invalid", "no", {"max": 3, "word": "x"}),
        says, says.terms[0], says.custom_fields[0],
    ]


def test_values_survive_pickle_and_are_equal_and_hashable(values: list[object]) -> None:
    for value in values:
        for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
            again = pickle.loads(pickle.dumps(value, protocol))
            assert again == value and hash(again) == hash(value), value
            assert type(again) is type(value)
        assert copy.deepcopy(value) == value and value != object()
        assert getattr(value, "version", 0) == getattr(again, "version", 0)


def test_a_row_is_a_customer_with_figures(admin: patronage.Backoffice, john: patronage.Customer) -> None:
    row = admin.customers.find()[0]
    assert isinstance(row, patronage.Customer) and row == john and hash(row) == hash(john)
    assert pickle.loads(pickle.dumps(row)).activity == row.activity


def test_values_are_frozen(values: list[object]) -> None:
    for value in values:
        with pytest.raises((AttributeError, TypeError)):
            value.version = 7  # type: ignore[attr-defined]


def test_nothing_that_is_printed_tells_of_a_person(values: list[object], admin: patronage.Backoffice,
                                                   caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, logger="patronage"):
        page = admin.customers.find()
        schema = admin.attributes.schema()
        outcome = schema.validate({"vat-id": 7}, context="admin", actor="admin")
        sound = schema.validate_all(['{"vat-id": "DE12345678"}'], context="admin", actor="admin")
    for printed in [*map(repr, values), repr(page), str(outcome), str(sound), repr(list(page)), caplog.text]:
        assert not any(secret in printed for secret in SECRETS), printed
    with pytest.raises(patronage.ConflictError) as taken:
        admin.customers.create(site="shop", email="zaphod@example.com")
    assert not any(secret in str(taken.value) for secret in SECRETS)


def test_a_host_hears_how_much_was_done(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="patronage"), patronage.Directory.in_memory() as directory:
        directory.as_system().customers.create_all([{"kind": "guest"}, {"kind": "guest", "email": "zaphod"}])
    assert caplog.messages == [
        "a directory was opened", "of 2 drafts 1 were refused", "a directory was closed"]


def test_a_host_hears_of_changes_of_the_schema(admin: patronage.Backoffice, caplog: pytest.LogCaptureFixture) -> None:
    attributes = admin.attributes
    with caplog.at_level(logging.INFO, logger="patronage"):
        attributes.define("vat-id", label="VAT id", input="text_box")
        attributes.update("vat-id", label="VAT number")
        attributes.delete("vat-id")
        attributes.restore("vat-id")
        change = patronage.SchemaChange().update("vat-id", max_length=12)
        attributes.apply(change)
        attributes.apply(patronage.SchemaChange().update("vat-id", max_length=13), progress=lambda done, total: None)
        attributes.begin(patronage.SchemaChange().update("vat-id", max_length=14)).finish()
        attributes.begin(change).cancel()
        with pytest.raises(patronage.ValidationError):
            attributes.define("Zaphod!", label="", input="text_box")
    assert caplog.messages == [
        "attribute vat-id was defined", "attribute vat-id was changed", "attribute vat-id was deleted",
        "attribute vat-id was restored", *3 * ["the schema was changed; 0 customers were looked at"],
        "a change of the schema was cancelled"]


def test_exceptions_survive_pickle() -> None:
    with patronage.Directory.in_memory() as directory:
        with pytest.raises(patronage.ValidationError) as raised:
            directory.as_system().customers.create(site="nowhere", email="x")
    again = pickle.loads(pickle.dumps(raised.value))
    assert type(again) is patronage.ValidationError and again.code == "input.invalid"
    assert again.violations == raised.value.violations and str(again) == str(raised.value)


def test_a_page_is_shown_escaped(admin: patronage.Backoffice) -> None:
    admin.customers.create(kind="guest", site="shop", first_name="<script>alert('x')</script>", last_name="&")
    html = admin.customers.find()._repr_html_()
    assert "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp;" in html and "<script" not in html
    assert html.startswith("<table>")


def test_money_is_exact_and_compares_within_a_currency() -> None:
    money = patronage.Money("0.10", "usd") + patronage.Money("0.20", "USD")
    assert money == patronage.Money(Decimal("0.3"), "USD") and money.amount == Decimal("0.30")
    assert (money.minor, money.currency, str(-money)) == (30, "USD", "-0.30 USD")
    assert money > patronage.Money(0, "USD") and not patronage.Money(0, "USD")
    assert money != patronage.Money("0.3", "EUR") and money != "0.30 USD"
    with pytest.raises(patronage.ValidationError) as mixed:
        money < patronage.Money(1, "EUR")
    assert mixed.value.violations[0].code == "money.currency_mismatch"
    for wrong in (1.0, float("nan"), True, None, b"1", [1], Decimal("NaN"), Decimal("1E+999999999"), 10**50):
        with pytest.raises(patronage.ValidationError):
            patronage.Money(wrong, "USD")  # type: ignore[arg-type]


def test_moments_keep_their_microseconds(admin: patronage.Backoffice) -> None:
    for since in (datetime(1, 1, 1, tzinfo=timezone.utc), datetime(9999, 12, 31, 23, 59, 59, 999999, timezone.utc),
                  datetime(1969, 12, 31, 23, 59, 59, 1, timezone.utc)):
        made = admin.customers.create(kind="guest", site="shop", customer_since=since)
        assert made.customer_since == since

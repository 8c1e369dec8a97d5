"""Whatever is handed over is taken or refused with a typed error: no panic, no hang."""

import math
from datetime import date, datetime, timezone
from decimal import Decimal
from typing import Any

import patronage
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

NAMES = st.sampled_from(["__proto__", "constructor", "__class__", "", "x" * 60, "\ud800", "vat-id", "children", "a.b[0]"])
TEXTS = st.one_of(st.text(), st.text(st.characters(categories=["Cs"]), min_size=1, max_size=2), NAMES)
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), TEXTS, st.binary(max_size=4), st.dates(), st.datetimes(),
    st.decimals(), st.uuids(), st.sampled_from([-(2**64), Decimal("1E+999999"), math.inf, object(), int]),
    # Python refuses to write so many digits, also in the name of a strategy.
    st.booleans().map(lambda _: 10**5000))
ANYTHING = st.recursive(SCALARS, lambda inner: st.one_of(st.lists(inner, max_size=3), st.tuples(inner),
                                                         st.dictionaries(TEXTS, inner, max_size=3)), max_leaves=8)
SOME = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

DEFINITIONS: list[Any] = [
    {"code": "vat-id", "label": "VAT id", "input": "text_box", "max_length": 12},
    {"code": "children", "label": "Children", "input": "text_box", "data_type": "number", "max_value": 10},
    {"code": "born", "label": "Born", "input": "date", "min_date": "1900-01-01"},
    {"code": "news", "label": "News", "input": "yes_no"},
    {"code": "size", "label": "Size", "input": "list", "options": ["s", "m"], "multiple": True},
]
SCHEMA = patronage.Schema.compile(DEFINITIONS)
CODES = st.sampled_from(["vat-id", "children", "born", "news", "size", "__proto__"])


def repr_of(value: Any) -> str:
    """A short name for a case; some values cannot even be written."""
    return type(value).__name__ if not isinstance(value, str) or len(value) > 40 else ascii(value)


@SOME
@given(st.one_of(ANYTHING, st.dictionaries(CODES, ANYTHING)))
def test_any_document_has_an_outcome(document: Any) -> None:
    try:
        outcome = SCHEMA.validate(document, context="admin", actor="admin")
    except patronage.ValidationError as refused:
        assert refused.violations
        return
    assert outcome.ok == (not outcome.violations) == (outcome.values is not None)
    assert SCHEMA.check(document, context="admin", actor="admin") == outcome.violations
    assert SCHEMA.validate_all([document], context="admin", actor="admin")[0] == outcome
    found = SCHEMA.check_all([{}, document], context="admin", actor="admin")
    assert found == ({} if outcome.ok else {1: outcome.violations})
    if outcome.values is not None:
        again = SCHEMA.validate(outcome.values, context="admin", actor="admin")
        assert again.values == outcome.values


@SOME
@given(ANYTHING, ANYTHING, ANYTHING)
def test_any_field_of_a_customer_is_taken_or_refused(admin: patronage.Backoffice, john: patronage.Customer,
                                                     one: Any, two: Any, three: Any) -> None:
    for call in (
        lambda: admin.customers.create(kind="guest", first_name=one, attributes=two, addresses=three),
        lambda: admin.customers.create(kind="guest", customer_since=one, tax_exempt=two, country=three),
        lambda: admin.customers.update(one, company=two, expected_version=three),
        lambda: admin.customers.find(limit=one, cursor=two, attribute=three),
        lambda: admin.orders.record(one, number=two, total=three, site="shop"),
        lambda: admin.segments.add("press", one),
        lambda: admin.sites.set_purchase_orders("shop", enabled=one, terms=two, custom_fields=three),
        lambda: admin.sites.set_purchase_orders("shop", terms=[{"code": one, "description": two, "net_days": three}]),
        lambda: admin.credit.open(one, limit=two, terms=three),
        lambda: admin.credit.set_overdraft(john.id, amount=one, percent=two, currency=three),
        lambda: admin.credit.reserve(john.id, one, site=two, key=three),
        lambda: admin.credit.charge(john.id, 1, site="shop", key=one, fields=two, term=three),
        lambda: admin.credit.pay(john.id, 1, key=one, items=two, note=three),
        lambda: admin.credit.capture(john.id, reservation=one, amount=two, key="1", final=three),
        lambda: admin.credit.extend(john.id, reservation=one, expires_at=two, key=three),
        lambda: admin.credit.statement(john.id, from_=one, to=two, currency=three),
        lambda: admin.credit.verify(john.id, against=one, currency=two),
        lambda: patronage.Head(one, two, three),
        lambda: admin.attributes.define("x", label=one, options=two, default=three, input="list"),
        lambda: admin.customers.find_by_attribute("default", "size", one),
        lambda: patronage.Schema.compile(one),
        lambda: patronage.Money(one, "USD"),
        lambda: patronage.Percent(one),
    ):
        try:
            call()
        except patronage.Error as refused:
            assert refused.code


@SOME
@given(ANYTHING, ANYTHING)
def test_any_question_is_answered_or_refused(directory: patronage.Directory, statement: Any, parameters: Any) -> None:
    for asked in (statement, "SELECT ?1"):
        try:
            directory.sql(asked, parameters).rows()
        except patronage.Error as refused:
            assert refused.code


@pytest.mark.parametrize("value, code", [
    (1.5, "attribute.wrong_type"), ("\ud800", "attribute.wrong_type"), ({}, "attribute.wrong_type"),
    ([["x"]], "attribute.wrong_type"), (b"x", "attribute.wrong_type"), ("x" * 10_000_000, "attribute.too_long"),
], ids=repr_of)
def test_a_text_of_another_kind(value: Any, code: str) -> None:
    assert [found.code for found in SCHEMA.check({"vat-id": value}, context="admin", actor="admin")] == [code]


@pytest.mark.parametrize("value, code", [
    (math.nan, "attribute.not_a_number"), (math.inf, "attribute.not_a_number"), (2.0**60, "attribute.not_a_number"),
    (10**5000, "attribute.too_many_digits"), (Decimal("NaN"), "attribute.not_a_number"), (11, "attribute.too_large"),
    (True, "attribute.wrong_type"), (Decimal("1E+999999999"), "attribute.too_many_digits"),
], ids=repr_of)
def test_a_number_of_another_kind(value: Any, code: str) -> None:
    assert [found.code for found in SCHEMA.check({"children": value}, context="admin", actor="admin")] == [code]


class Meddler(date):
    """A day, and an integer, that change the dictionary that they are in while they are read."""

    held: dict[str, Any] = {}

    @property
    def year(self) -> int:
        self.held[f"more{len(self.held)}"] = 1
        return 2020


class Whole(int):
    def __str__(self) -> str:
        Meddler.held[f"more{len(Meddler.held)}"] = 1
        return "7"


@pytest.mark.parametrize("value", [Meddler(2020, 1, 1), Whole(2**70)], ids=["day", "integer"])
def test_a_value_that_changes_its_dictionary_is_read_or_refused(value: Any, admin: patronage.Backoffice) -> None:
    Meddler.held = {"born": value, "children": 1}
    SCHEMA.validate(Meddler.held, context="admin", actor="admin")
    Meddler.held = {"born": value, "children": 1}
    with pytest.raises(patronage.ValidationError):
        admin.customers.create(kind="guest", attributes=Meddler.held)


def test_a_moment_is_no_day() -> None:
    found = SCHEMA.check({"born": datetime(2020, 1, 1, tzinfo=timezone.utc)}, context="admin", actor="admin")
    assert [violation.code for violation in found] == ["attribute.wrong_type"]
    assert SCHEMA.validate({"born": date(2020, 1, 1)}, context="admin", actor="admin").ok


def test_depth_ends_in_an_answer(admin: patronage.Backoffice) -> None:
    deep: Any = []
    for _ in range(100_000):
        deep = [deep]
    itself: dict[str, Any] = {}
    itself["size"] = itself
    text = '{"size": ' + "[" * 100_000 + "]" * 100_000 + "}"
    for document in ({"size": deep}, itself, text):
        assert not SCHEMA.validate(document, context="admin", actor="admin").ok
    for attributes in ({"size": deep}, itself):
        with pytest.raises(patronage.ValidationError):
            admin.customers.create(kind="guest", attributes=attributes)
    while deep:
        deep = deep[0]


def test_a_name_that_means_something_elsewhere_is_a_name(admin: patronage.Backoffice) -> None:
    for name in ("__proto__", "__class__", "constructor"):
        found = SCHEMA.check({name: {"x": 1}}, context="admin", actor="admin")
        assert [violation.code for violation in found] == ["attribute.unknown"]
        with pytest.raises(patronage.ValidationError) as unknown:
            admin.customers.create(**{"kind": "guest", name: 1})  # type: ignore[arg-type]
        assert unknown.value.violations[0].code == "field.unknown"


def test_long_texts_are_refused_and_not_kept(admin: patronage.Backoffice) -> None:
    long = "x" * 10_000_000
    with pytest.raises(patronage.ValidationError) as refused:
        admin.customers.create(site="shop", email=long, first_name=long, company=long)
    assert {violation.code for violation in refused.value.violations} == {"email.too_long", "text.too_long"}
    assert len(str(refused.value)) < 10_000


@pytest.mark.parametrize("amount, code", [
    (1.0, "field.wrong_type"), (math.nan, "field.wrong_type"), (True, "field.wrong_type"), (b"1", "field.wrong_type"),
    (None, "field.wrong_type"), ([1], "field.wrong_type"), ("\ud800", "field.not_unicode"), ("1e3", "money.not_a_number"),
    (Decimal("NaN"), "money.not_a_number"), (Decimal("1E+999999999"), "money.not_a_number"),
    (10**50, "money.too_large"), (10**13 + 1, "money.too_large"), ("0.001", "money.too_many_decimals"),
    (0, "credit.not_positive"), (Decimal(-1), "credit.not_positive"),
], ids=repr_of)
def test_no_amount_of_credit_is_guessed(admin: patronage.Backoffice, john: patronage.Customer, amount: Any, code: str) -> None:
    admin.credit.open(john.id, limit=100, keep_surplus=True)
    charge, pay = (lambda: admin.credit.charge(john.id, amount, site="shop", key="1"),
                   lambda: admin.credit.pay(john.id, amount, key="1"))
    for call in (charge, pay):
        with pytest.raises(patronage.ValidationError) as refused:
            call()
        assert (refused.value.violations[0].path, refused.value.violations[0].code) == ("amount", code)
    assert admin.credit.head(john.id).number == 1


def test_what_credit_does_not_know_is_refused_by_its_name(admin: patronage.Backoffice, john: patronage.Customer) -> None:
    admin.credit.open(john.id, limit=100)
    for call, wrong in (
        (lambda: admin.credit.pay(john.id, 1, key="1", memo="x"), [("memo", "field.unknown")]),  # type: ignore[call-arg]
        (lambda: admin.credit.get(john.id, limit=1), [("limit", "field.unknown")]),  # type: ignore[call-arg]
        (lambda: admin.credit.capture(john.id, key="1"), [("reservation", "field.required"), ("amount", "field.required")]),  # type: ignore[call-arg]
        (lambda: admin.credit.void(john.id, item=0, key="1"), [("item", "id.invalid_number")]),
        (lambda: admin.credit.void(john.id, item="2", key="1"), [("item", "field.wrong_type")]),  # type: ignore[arg-type]
        (lambda: admin.credit.extend(john.id, reservation=1), [("expires_at", "field.required")]),  # type: ignore[call-arg]
        (lambda: admin.credit.pay(john.id, 1, key="1", items={"x": 1}), [("items", "field.wrong_type")]),  # type: ignore[dict-item]
        (lambda: admin.credit.pay(john.id, 1, key="x" * 129), [("key", "credit.key_too_long")]),
        (lambda: admin.credit.hold(john.id, reason="x" * 201), [("reason", "text.too_long")]),
        (lambda: admin.credit.ageing(john.id, as_of=datetime.now(timezone.utc)), [("as_of", "field.wrong_type")]),
        (lambda: admin.credit.set_hold_when_overdue(john.id, 70_000), [("days", "field.wrong_type")]),
        (lambda: admin.credit.set_terms(john.id, site="shop", terms="net30"), [("terms", "field.wrong_type")]),
    ):
        with pytest.raises(patronage.ValidationError) as refused:
            call()
        assert [(violation.path, violation.code) for violation in refused.value.violations] == wrong

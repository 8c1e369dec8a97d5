"""The vectors: the answers that every language gives."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import patronage
import pytest
from conftest import ROOT
from vectors_credit import credit
from vectors_credit_preview import credit_preview

FOLDER = ROOT / "core/tests/vectors"
Case = dict[str, Any]


def found(violations: tuple[patronage.Violation, ...], within: str = "") -> list[Case]:
    """What a vector says of violations. A path begins where the part that it is about begins."""
    def path(of: str) -> str:
        return of.removeprefix(within).removeprefix(".") if within else of

    return [{"path": path(violation.path), "code": violation.code, "parameters": violation.parameters}
            for violation in violations]


def expected(of: list[Case]) -> list[Case]:
    return [{"parameters": {}, **violation} for violation in of]


def plain(values: dict[str, Any]) -> dict[str, Any]:
    """Values as JSON has them: decimals that are not whole, and those that are large, are texts."""
    def one(value: Any) -> Any:
        if isinstance(value, tuple):
            return [one(part) for part in value]
        if isinstance(value, Decimal):
            whole = value == value.to_integral_value() and abs(value) <= 2**53
            return int(value) if whole else format(value, "f")
        return value.isoformat() if isinstance(value, date) else value

    return {code: one(value) for code, value in values.items()}


def held(schema: patronage.Schema, values: dict[str, Any]) -> dict[str, Any]:
    """Values under the types that their attributes have."""
    def typed(code: str, value: Any) -> Any:
        definition = schema.get(code)
        assert definition is not None
        if isinstance(value, list):
            return [typed(code, part) for part in value]
        kinds: dict[str, Callable[[Any], Any]] = {
            "number": lambda value: Decimal(str(value)), "date": date.fromisoformat}
        return kinds.get(definition.data_type, lambda value: value)(value)

    return {code: typed(code, value) for code, value in values.items()}


def attributes(case: Case) -> None:
    if "others" in case:
        return among(case)
    schema = patronage.Schema.from_json(case["definitions"])
    occasion: Case = {"actor": case["role"], "context": case["context"], "today": case["today"]}
    previous: Any = None
    if "previous" in case:
        previous = held(schema, case["previous"])
    elif "first" in case:
        previous = schema.validate(case["first"], actor="system", context="admin", today=case["today"])
    if "document" not in case:
        # Forms are for drafts of customers; their vectors go through one.
        return form(case)
    correcting = case.get("correcting", False)
    answers = [schema.validate(case["document"], previous=previous, correcting=correcting, **occasion)]
    for answer in answers:
        if "values" in case:
            assert answer.values is not None and plain(answer.values) == case["values"]
        else:
            assert found(answer.violations) == expected(case["violations"])
    assert schema.check(case["document"], previous=previous, correcting=correcting, **occasion) == answers[0].violations


def form(case: Case) -> None:
    schema = patronage.Schema.from_json(case["definitions"])
    answer = schema.validate_form(case["form"], actor=case["role"], context=case["context"], today=case["today"])
    if "values" in case:
        assert answer.values is not None and plain(answer.values) == case["values"]
    else:
        assert found(answer.violations) == expected(case["violations"])


def among(case: Case) -> None:
    with patronage.Directory.in_memory() as directory:
        admin = directory.as_admin("jane@shop.example")
        admin.sites.create("shop", name="Shop")
        admin.attributes.apply(patronage.SchemaChange.from_json(case["definitions"]), on_violation="refuse")
        for number, other in enumerate(case["others"]):
            admin.customers.create(site="shop", email=f"other{number}@example.com", attributes=json.loads(other))
        values = json.loads(case["document"])
        try:
            if case["role"] == "shopper":
                me = admin.customers.create(site="shop", email="me@example.com")
                answer = directory.site("shop").as_shopper(me.id).update(attributes=values)
            else:
                answer = admin.customers.create(site="shop", email="me@example.com", attributes=values)
        except patronage.ValidationError as error:
            assert found(error.violations, "attributes") == expected(case["violations"])
        else:
            assert plain(answer.attributes) == case["values"]


def dates(case: Case) -> None:
    if "plus" in case:
        # Python's own dates are handed over, so that its calendar has to be that of the core.
        try:
            moved = (date.fromisoformat(case["text"]) + timedelta(days=case["plus"])).isoformat()
        except OverflowError:
            moved = None
        assert moved == case["is"]
        return
    schema = patronage.Schema.compile([{"code": "day", "label": "Day", "input": "date"}])
    answer = schema.validate({"day": case["text"]}, actor="admin", context="admin")
    if "days" in case:
        assert answer.values is not None
        day = answer.values["day"]
        assert isinstance(day, date) and (day - date(1970, 1, 1)).days == case["days"]
        assert day.isoformat() == case["text"]
    elif case["text"]:
        assert [violation.code for violation in answer.violations] == ["attribute.not_a_date"]
    if "code" in case:
        with pytest.raises(patronage.ValidationError) as wrong:
            schema.validate({}, actor="admin", context="admin", today=case["text"])
        assert wrong.value.violations[0].code == case["code"]


def definitions(case: Case) -> None:
    text = case["definitions"]
    if "repeat" in case:
        parts = (case["repeat"]["part"].replace("#", str(number)) for number in range(case["repeat"]["count"]))
        text = text.replace("@", ", ".join(parts))
    try:
        if "there" in case:
            with patronage.Directory.in_memory() as directory:
                attributes = directory.as_admin("jane@shop.example").attributes
                attributes.apply(patronage.SchemaChange.from_json(case["there"]), on_violation="refuse")
                attributes.check(patronage.SchemaChange.from_json(text))
        else:
            schema = patronage.Schema.from_json(text)
            assert patronage.Schema.from_json(schema.to_json()) == schema
    except patronage.ValidationError as error:
        assert found(error.violations) == expected(case["mistakes"])
    else:
        assert case["mistakes"] == []


def money(case: Case) -> None:
    try:
        if "percent" in case:
            percent = patronage.Percent(case["percent"])
            if "of" in case:
                of = patronage.Money(*case["of"].split(" "))
                assert str(percent.of_rounded_down(of)) == str(patronage.Money(*case["is"].split(" ")))
        else:
            amount = patronage.Money(case["amount"], case["currency"])
            assert (str(amount), str(amount.minor)) == (case["money"], case["minor"])
            assert patronage.Money.from_minor(amount.minor, amount.currency) == amount
    except patronage.ValidationError as error:
        assert error.violations[0].code == case["code"]
    else:
        assert "code" not in case


NUMBER = patronage.Schema.compile([{"code": "n", "label": "N", "input": "text_box", "data_type": "number"}])
# A number is not constructed in Python; as the value of an attribute it is refused by these.
BREACHES = {"number.malformed": {"attribute.not_a_number", "json.malformed"},
            "number.too_many_digits": {"attribute.too_many_digits"}, "number.inexact": {"attribute.not_a_number"}}


def numbers(case: Case) -> None:
    document: Any = {"text": lambda text: {"n": text}, "json": lambda text: f'{{"n": {text}}}',
                     "float": lambda text: {"n": float(text)}}[case["as"]](case["text"])
    outcome = NUMBER.validate(document, actor="admin", context="admin")
    if "number" in case:
        assert outcome.values is not None
        number = outcome.values["n"]
        assert isinstance(number, Decimal) and format(number, "f") == case["number"]
        assert plain(outcome.values)["n"] == json.loads(case["json"])
    elif case["text"] == "":
        assert outcome.values == {}, "as in a form, empty text is no value"
    else:
        assert outcome.violations[0].code in BREACHES[case["code"]]


def patterns(case: Case) -> None:
    if "code" in case:
        with pytest.raises(patronage.ValidationError) as refused:
            patronage.Pattern(case["pattern"])
        assert refused.value.violations[0].code == case["code"]
        return
    pattern = patronage.Pattern(case["pattern"])
    assert pattern.to_ecmascript() == case["ecmascript"]
    assert all(pattern.matches(value) for value in case["matches"])
    assert not any(pattern.matches(value) for value in case["differs"])


def slugs(case: Case) -> None:
    with patronage.Directory.in_memory() as directory:
        define = directory.as_system().attributes.define
        for taken in case.get("taken", []):
            define(taken, label="Taken", input="text_box")
        try:
            # A label of a definition has no white space around it; a slug does not care.
            made = define(label=case["label"].strip(), input="text_box").code
        except patronage.ValidationError:
            made = None
        assert made == case["slug"]


RUNNERS: dict[str, Callable[[Case], None]] = {
    "attributes": attributes, "credit": credit, "credit-preview": credit_preview, "dates": dates, "definitions": definitions, "money": money, "numbers": numbers,
    "patterns": patterns, "slugs": slugs,
}


def failures(text: str) -> tuple[str, int, list[str]]:
    """The kind of a file, how many cases it has and which of them do not hold."""
    vectors = json.loads(text)
    kind, cases = vectors["kind"], vectors["cases"]
    if kind not in RUNNERS:
        raise LookupError(f"the kind `{kind}` has no runner")
    failed = []
    for case in cases:
        try:
            RUNNERS[kind](case)
        except AssertionError as error:
            failed.append(f"{kind}: {case.get('case') or case}: {error}")
    return kind, len(cases), failed


def test_every_vector_holds_and_none_is_left_out() -> None:
    counts, failed = {}, []
    for path in FOLDER.glob("*.json"):
        kind, count, found_here = failures(path.read_text(encoding="utf-8"))
        counts[kind] = count
        failed += found_here
    assert not failed, "\n".join(failed)
    assert counts.keys() == RUNNERS.keys()
    reports = ROOT / "target/vectors"
    (reports / "python.json").write_text(json.dumps(counts), encoding="utf-8")
    # `cargo test -p patronage --test vectors` leaves it.
    assert counts == json.loads((reports / "rust.json").read_text(encoding="utf-8"))


def test_a_kind_without_a_runner_fails() -> None:
    with pytest.raises(LookupError, match="the kind `colours` has no runner"):
        failures('{"kind": "colours", "cases": []}')

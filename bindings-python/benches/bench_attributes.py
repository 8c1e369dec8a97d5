"""Documents of 20 attributes, validated by the wheel, by pydantic and by jsonschema-rs: every mistake
of every document. `cargo xtask bench python` runs it.

Before the clock runs, each side has to find as many mistakes in each document as the others, or the
run fails. The sides take turns, and every other round goes through them in reverse."""

import json
import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal

import jsonschema_rs
import patronage
import pydantic
from pydantic import AfterValidator, ConfigDict, Field
from rounds import Comparison, compare, in_turns, spread, timed

FOLDER = Path(sys.argv[1])
ROUNDS = int(sys.argv[2])

texts = (FOLDER / "documents.jsonl").read_text(encoding="utf-8").strip().split("\n")
dicts: list[dict[str, Any]] = [json.loads(text) for text in texts]
json_schema = json.loads((FOLDER / "schema.json").read_text(encoding="utf-8"))
definitions = (FOLDER / "definitions.json").read_text(encoding="utf-8")
schema = patronage.Schema.from_json(definitions)
defined = {definition["code"]: definition for definition in json.loads(definitions)["attributes"]}
TODAY = date(2026, 6, 1)


def model(number: type) -> pydantic.TypeAdapter[Any]:
    """The same rules for pydantic, as its documentation would have them written. Its numbers are as
    exact as ours when they are of the class `Decimal`, and faster to read as floats."""
    fields: dict[str, Any] = {}
    for code, rule in json_schema["properties"].items():
        fields[code.replace("-", "_")] = (annotation(code, rule, number), Field(alias=code))
    return pydantic.TypeAdapter(pydantic.create_model("Document", __config__=ConfigDict(extra="forbid"), **fields))


def annotation(code: str, rule: dict[str, Any], number: type) -> Any:
    if "enum" in rule:
        return Literal[tuple(rule["enum"])]
    if rule["type"] == "array":
        item = annotation(code, rule["items"], number)
        size = Field(min_length=rule.get("minItems"), max_length=rule.get("maxItems"))
        return Annotated[list[item], size, AfterValidator(distinct)]
    if rule["type"] == "boolean":
        return pydantic.StrictBool
    if rule["type"] == "number":
        return Annotated[number, Field(ge=rule["minimum"], le=rule["maximum"])]
    if rule.get("format") == "date":
        first, last = (date.fromisoformat(defined[code][bound]) for bound in ("min_date", "max_date"))
        return Annotated[date, Field(ge=first, le=last)]
    limits = {"min_length": rule.get("minLength"), "max_length": rule.get("maxLength"), "pattern": rule.get("pattern")}
    return Annotated[str, Field(strict=True, **limits)]


def distinct(choices: list[str]) -> list[str]:
    """Pydantic has no limit of its own for a list whose parts are to differ."""
    if len(set(choices)) != len(choices):
        raise ValueError("chosen twice")
    return choices


exact, floats = model(Decimal), model(float)
validator = jsonschema_rs.validator_for(json_schema, validate_formats=True)


def check(documents: list[Any]) -> list[int]:
    return [len(schema.check(document, context="registration", actor="shopper", today=TODAY)) for document in documents]


def validate() -> list[int]:
    return [len(schema.validate(text, context="registration", actor="shopper", today=TODAY).violations)
            for text in texts]


def check_all() -> list[int]:
    found = schema.check_all(texts, context="registration", actor="shopper", today=TODAY)
    return [len(found[place]) if place in found else 0 for place in range(len(texts))]


def validate_all() -> list[int]:
    outcomes = schema.validate_all(texts, context="registration", actor="shopper", today=TODAY)
    return [len(outcome.violations) for outcome in outcomes]


def of_pydantic(validate: Callable[[Any], object], documents: list[Any]) -> list[int]:
    mistakes = []
    for document in documents:
        try:
            validate(document)
            mistakes.append(0)
        except pydantic.ValidationError as error:
            mistakes.append(error.error_count())
    return mistakes


SIDES: dict[str, Callable[[], list[int]]] = {
    "patronage, check of text": lambda: check(texts),
    "patronage, validate of text": validate,
    "patronage, check_all of texts": check_all,
    "patronage, validate_all of texts": validate_all,
    "pydantic, text": lambda: of_pydantic(floats.validate_json, texts),
    "pydantic with Decimal, text": lambda: of_pydantic(exact.validate_json, texts),
    "patronage, check of dict": lambda: check(dicts),
    "pydantic, dict": lambda: of_pydantic(floats.validate_python, dicts),
    "pydantic with Decimal, dict": lambda: of_pydantic(exact.validate_python, dicts),
    "jsonschema-rs, dict": lambda: [sum(1 for _ in validator.iter_errors(document)) for document in dicts],
}
COMPARISONS: list[Comparison] = [
    ("patronage, check of text", "pydantic, text", 2.5), ("patronage, check of text", "pydantic with Decimal, text", None),
    ("patronage, validate of text", "pydantic, text", None),
    ("patronage, check_all of texts", "pydantic, text", 3.0),
    ("patronage, check_all of texts", "pydantic with Decimal, text", None),
    ("patronage, validate_all of texts", "pydantic, text", None),
    ("patronage, check of dict", "jsonschema-rs, dict", 1.3), ("patronage, check of dict", "pydantic, dict", None),
]


def agree() -> int:
    """The mistakes of all documents, on which all sides agree document by document."""
    first = SIDES["patronage, check of text"]()
    for name, side in SIDES.items():
        found = side()
        for place, (ours, theirs) in enumerate(zip(first, found, strict=True)):
            if ours != theirs:
                sys.exit(f"{name} finds {theirs} mistakes in document {place}, not {ours}: {texts[place]}")
    return sum(first)


def main() -> None:
    mistakes = agree()
    laps = in_turns({name: timed(side) for name, side in SIDES.items()}, ROUNDS)
    print(f"{len(texts)} documents of 20 attributes, {ROUNDS} rounds; each side finds the same {mistakes} mistakes")
    for name, seconds in laps.items():
        print(f"{name:<34}{spread(lap / len(texts) * 1e6 for lap in seconds)} µs a document")
    compare(laps, COMPARISONS)


if __name__ == "__main__":
    main()

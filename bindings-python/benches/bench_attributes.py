"""Documents of 20 attributes, validated by the wheel, by pydantic and by jsonschema-rs: every mistake
of every document. `cargo xtask bench python` runs it.

All sides are given the same documents in the same run; the best of several passes counts. Whether
they agree on which documents have mistakes is said as well."""

import json
import sys
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal

import jsonschema_rs
import patronage
import pydantic
from pydantic import ConfigDict, Field

FOLDER = Path(sys.argv[1])
PASSES = int(sys.argv[2]) if len(sys.argv) > 2 else 7

texts = (FOLDER / "documents.jsonl").read_text(encoding="utf-8").strip().split("\n")
dicts: list[dict[str, Any]] = [json.loads(text) for text in texts]
json_schema = json.loads((FOLDER / "schema.json").read_text(encoding="utf-8"))
schema = patronage.Schema.from_json((FOLDER / "definitions.json").read_text(encoding="utf-8"))
OCCASION: dict[str, Any] = {"context": "registration", "actor": "shopper", "today": date(2026, 6, 1)}


def model() -> type[pydantic.BaseModel]:
    """The same rules for pydantic, as its documentation would have them written."""
    fields: dict[str, Any] = {}
    for code, rule in json_schema["properties"].items():
        fields[code.replace("-", "_")] = (annotation(rule), Field(alias=code))
    return pydantic.create_model("Document", __config__=ConfigDict(extra="forbid", strict=False), **fields)


def annotation(rule: dict[str, Any]) -> Any:
    if "enum" in rule:
        return Literal[tuple(rule["enum"])]
    if rule["type"] == "array":
        item = annotation(rule["items"])
        return Annotated[list[item], Field(min_length=rule.get("minItems"), max_length=rule.get("maxItems"))]
    if rule["type"] == "boolean":
        return pydantic.StrictBool
    if rule["type"] == "number":
        return Annotated[Decimal, Field(ge=rule.get("minimum"), le=rule.get("maximum"))]
    if rule.get("format") == "date":
        return date
    limits = {"min_length": rule.get("minLength"), "max_length": rule.get("maxLength"), "pattern": rule.get("pattern")}
    return Annotated[str, Field(strict=True, **limits)]


adapter = pydantic.TypeAdapter(model())
validator = jsonschema_rs.validator_for(json_schema, validate_formats=True)


def ours_text() -> int:
    return sum(len(schema.check(text, **OCCASION)) for text in texts)


def ours_text_kept() -> int:
    return sum(len(schema.validate(text, **OCCASION).violations) for text in texts)


def ours_batch() -> int:
    return sum(len(outcome.violations) for outcome in schema.validate_all(texts, **OCCASION))


def ours_dict() -> int:
    return sum(len(schema.check(document, **OCCASION)) for document in dicts)


def theirs(validate: Callable[[Any], object], documents: list[Any]) -> int:
    mistakes = 0
    for document in documents:
        try:
            validate(document)
        except pydantic.ValidationError as error:
            mistakes += error.error_count()
    return mistakes


def pydantic_text() -> int:
    return theirs(adapter.validate_json, texts)


def pydantic_dict() -> int:
    return theirs(adapter.validate_python, dicts)


def jsonschema_dict() -> int:
    return sum(sum(1 for _ in validator.iter_errors(document)) for document in dicts)


SIDES: dict[str, Callable[[], int]] = {
    "patronage, text": ours_text, "patronage, text, kept": ours_text_kept, "patronage, batch of texts": ours_batch,
    "pydantic, text": pydantic_text, "patronage, dict": ours_dict, "pydantic, dict": pydantic_dict,
    "jsonschema-rs, dict": jsonschema_dict,
}
BESIDE = [
    ("patronage, text", "pydantic, text", 2.5), ("patronage, text, kept", "pydantic, text", None),
    ("patronage, batch of texts", "pydantic, text", 3.0), ("patronage, dict", "jsonschema-rs, dict", 1.3),
    ("patronage, dict", "pydantic, dict", None),
]


def main() -> None:
    best, mistakes = {}, {}
    for _ in range(PASSES):
        for name, side in SIDES.items():
            start = time.perf_counter()
            mistakes[name] = side()
            best[name] = min(best.get(name, float("inf")), time.perf_counter() - start)
    print(f"{len(texts)} documents of 20 attributes, best of {PASSES} passes")
    print(f"{'side':<28}{'us a document':>14}{'mistakes':>10}")
    for name, seconds in best.items():
        print(f"{name:<28}{seconds / len(texts) * 1e6:>14.2f}{mistakes[name]:>10}")
    for ours, other, goal in BESIDE:
        wanted = f" (goal {goal})" if goal else ""
        print(f"{ours} does {best[other] / best[ours]:.2f} times what {other} does{wanted}")


if __name__ == "__main__":
    main()

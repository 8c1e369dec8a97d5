"""`surface.toml` is the list of the public operations: of the facade in Rust and of the wheel."""

import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import patronage
from conftest import ROOT

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

SURFACE: dict[str, dict[str, dict[str, str]]] = tomllib.loads((ROOT / "surface.toml").read_text(encoding="utf-8"))
CORE = ROOT / "core/src"
FACADE = [CORE / "directory.rs", *(CORE / "directory").rglob("*.rs")]
SHARED = {"Schema": CORE / "attribute", "SchemaChange": CORE / "attribute", "Money": CORE / "money",
          "Percent": CORE / "money", "Messages": CORE / "violation", "CreditPreview": CORE / "credit"}
# What Python has of every exception.
OF_EXCEPTIONS = set(dir(Exception))


def methods(files: Iterable[Path]) -> dict[str, set[str]]:
    """The public methods of each type. The sources are formatted, so that a block begins and ends at
    the margin and a method one level in."""
    found: dict[str, set[str]] = {}
    for file in files:
        text = file.read_text(encoding="utf-8")
        for name, block in re.findall(r"^impl(?:<[^>]*>)? (\w+)(?:<[^>]*>)? \{\n(.*?)^\}", text, re.M | re.S):
            public = re.findall(r"^    pub (?:const )?fn (\w+)", block, re.M)
            if public:
                found.setdefault(name, set()).update(public)
    return found


def named(noun: str, language: str) -> set[str]:
    return {row[language] for row in SURFACE[noun].values() if language in row}


def test_every_operation_in_rust_is_listed_and_every_listed_one_is_there() -> None:
    facade = methods(FACADE)
    assert {"Directory", "Customers", "Attributes", "Storefront"} <= facade.keys(), "the sources are read"
    for noun, folder in SHARED.items():
        facade[noun] = methods(folder.rglob("*.rs"))[noun]
    assert facade.keys() == SURFACE.keys() - {"module"}
    for noun, public in facade.items():
        assert public == named(noun, "rust"), noun


def test_every_operation_in_python_is_listed_and_every_listed_one_is_there() -> None:
    for noun in SURFACE:
        listed = named(noun, "python")
        for name in listed:
            holder, _, member = name.rpartition(".")
            assert hasattr(getattr(patronage, holder or noun), member), f"{noun}: {name}"
        there: Any = getattr(patronage, noun, None)
        public = {name for name in dir(there) if not name.startswith("_")} - (OF_EXCEPTIONS if noun == "Error" else set())
        if there is not None:
            assert public == {name for name in listed if not name.startswith("_") and "." not in name}, noun


def test_what_a_language_lacks_or_calls_otherwise_has_its_reason() -> None:
    for noun, rows in SURFACE.items():
        for key, row in rows.items():
            assert row.keys() <= {"rust", "python", "javascript", "why"}, f"{noun}.{key}"
            same = row.get("rust") == row.get("python") or row.get("python") == "__new__"
            assert same or row.get("why"), f"{noun}.{key}"
            if "javascript" in row:
                assert noun in {"Schema", "CreditPreview", "Money", "Messages", "module"}, f"{noun}.{key}"


def test_every_operation_in_python_is_called_by_a_test() -> None:
    folder = Path(__file__).parent
    tests = "\n".join(file.read_text(encoding="utf-8") for file in folder.glob("test_*.py"))
    for noun in SURFACE:
        for name in named(noun, "python"):
            member = name.rpartition(".")[2]
            assert member.startswith("__") or f".{member}" in tests, f"{noun}.{name}"

"""The examples of the stubs and the README are run as they stand."""

import ast
import doctest
import re

import patronage
import pytest
from conftest import ROOT

STUB = ROOT / "bindings-python/python/patronage/__init__.pyi"
OPTIONS = doctest.ELLIPSIS


def docstrings() -> list[tuple[str, str]]:
    found = []
    for node in ast.walk(ast.parse(STUB.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            text = ast.get_docstring(node)
            if text and ">>>" in text:
                found.append((getattr(node, "name", "module"), text))
    return found


def test_the_examples_of_the_stub_hold_one_after_the_other() -> None:
    parser, runner = doctest.DocTestParser(), doctest.DocTestRunner(optionflags=OPTIONS)
    names: dict[str, object] = {}
    # In the order in which they stand, since a reader has read the ones before.
    text = STUB.read_text(encoding="utf-8")
    for name, example in sorted(docstrings(), key=lambda found: text.index(found[1].split("\n")[0])):
        test = parser.get_doctest(example, names, name, str(STUB), 0)
        runner.run(test, clear_globs=False)
        names = test.globs
    assert runner.failures == 0
    assert runner.tries > 40


def test_the_example_of_the_module_holds() -> None:
    assert doctest.testmod(patronage, optionflags=OPTIONS).failed == 0


def test_the_code_of_the_readme_runs(capsys: pytest.CaptureFixture[str]) -> None:
    readme = (ROOT / "bindings-python/README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", readme, re.S)
    assert blocks
    for block in blocks:
        exec(compile(block, "README.md", "exec"), {})
    assert capsys.readouterr().out == (
        "1200.00 USD\n5480.00 USD\ncredit.limit_exceeded 5480.00 USD\n")

"""The programs of `examples/python`, run as their README says."""

import subprocess
import sys
from pathlib import Path

from conftest import ROOT

EXAMPLES = ROOT / "examples/python"


def run(program: str, *arguments: str) -> str:
    call = [sys.executable, str(EXAMPLES / program), *arguments]
    return subprocess.run(call, capture_output=True, text=True, check=True).stdout


def test_customers_are_imported_and_their_spend_is_drawn(tmp_path: Path) -> None:
    database, picture = str(tmp_path / "shop.db"), tmp_path / "spend.png"
    report = run("import_customers.py", database)
    readme = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    shown = readme.partition("```text\n")[2].partition("```")[0]
    assert shown.strip() and shown in report, report
    for wrong in ("preference: expected one of `email`, `phone`", "an amount in `USD` has at most 2 decimals",
                  "the login name is taken in the customer set `default`"):
        assert wrong in report, report
    table = run("spend_by_segment.py", database, "--out", str(picture))
    assert "Wholesale" in table and "504050" in table, table
    assert picture.read_bytes().startswith(b"\x89PNG") and picture.stat().st_size > 10_000


def test_a_second_import_takes_no_row_twice(tmp_path: Path) -> None:
    database = str(tmp_path / "shop.db")
    first, second = run("import_customers.py", database), run("import_customers.py", database)
    assert first.splitlines()[0] == second.splitlines()[0]
    assert second.count("was not taken") == 12

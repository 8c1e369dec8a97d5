"""Several processes: what works, what does not, and what says so."""

import multiprocessing
import subprocess
import sys
from pathlib import Path

import patronage
import pytest

opened: patronage.Directory | None = None


def create(path: str, number: int) -> int | None:
    with patronage.Directory.open(path) as directory:
        return directory.as_system().customers.create(site="shop", email=f"p{number}@example.com").number


def refuse(_: int) -> str:
    raise patronage.StoreError("as a worker raises it")


def use_of_parent(_: int) -> list[str]:
    assert opened is not None
    admin = opened.as_system()
    codes = []
    for call in (admin.sites.list, lambda: opened.sql("SELECT 1"), opened.close, admin.customers.find):
        try:
            call()
        except patronage.StoreError as error:
            codes.append(error.code)
    return codes


def test_a_pool_that_spawns_works(tmp_path: Path) -> None:
    path = str(tmp_path / "shop.db")
    with patronage.Directory.open(path) as directory:
        directory.as_system().sites.create("shop", name="Shop")
        with multiprocessing.get_context("spawn").Pool(2) as pool:
            numbers = pool.starmap(create, [(path, number) for number in range(4)])
            with pytest.raises(patronage.StoreError, match="as a worker raises it"):
                pool.map(refuse, [1])
        assert sorted(number for number in numbers if number is not None) == [1, 2, 3, 4]
        assert len(directory.as_system().customers.find()) == 4


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_directory_that_was_forked_says_so(tmp_path: Path) -> None:
    global opened
    with patronage.Directory.open(tmp_path / "shop.db") as opened:
        opened.as_system().sites.create("shop", name="Shop")
        with multiprocessing.get_context("fork").Pool(1) as pool:
            codes = pool.map_async(use_of_parent, [1]).get(timeout=60)
        assert codes == [["store.forked"] * 4]
        # The child has ended, and the parent goes on.
        assert opened.as_system().sites.get("shop").code == "shop" and opened.check() == []


WITH_SQLITE3 = """
import os, sys
import patronage

admin = patronage.Directory.open(sys.argv[1]).as_system()
admin.sites.create("shop", name="Shop")
if sys.argv[2] == "sqlite3":
    import sqlite3
    other = sqlite3.connect(sys.argv[1])
    other.execute("SELECT count(*) FROM patronage_customers").fetchall()
    other.close()
print(admin.customers.create(site="shop", email="john@example.com").email, flush=True)
os._exit(0)  # As a process ends that is killed: what was answered has to be there.
"""


@pytest.mark.skipif(sys.platform != "linux", reason="Windows keeps a file that is open")
def test_pythons_sqlite3_beside_a_directory_loses_what_was_answered(tmp_path: Path) -> None:
    """Why `directory.sql` is there. SQLite's locks belong to a process: a second copy in it takes
    itself for the last user of the file when it closes it, and takes the log away."""
    for second, is_there in (("nothing", True), ("sqlite3", False)):
        path = str(tmp_path / f"{second}.db")
        child = subprocess.run([sys.executable, "-c", WITH_SQLITE3, path, second], capture_output=True, text=True)
        assert (child.returncode, child.stdout) == (0, "john@example.com\n"), child.stderr
        with patronage.Directory.open(path) as directory:
            found = directory.as_system().customers.find_by_login("shop", "john@example.com")
            assert (found is not None) == is_there, second


def test_another_process_may_use_any_copy(tmp_path: Path) -> None:
    path = tmp_path / "shop.db"
    with patronage.Directory.open(path) as directory:
        directory.as_system().sites.create("shop", name="Shop")
        script = "import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute('SELECT count(*) FROM patronage_sites').fetchone()[0])"
        read = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True)
        assert read.stdout == "1\n"
        directory.as_system().sites.create("other", name="Other")
        assert directory.check() == []

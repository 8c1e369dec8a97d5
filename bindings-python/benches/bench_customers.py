"""Customers created from Python, beside the same ones created from Rust in turns: what the boundary
costs; and what Arrow saves. `cargo xtask bench python` runs it.

Both sides create the same people in new files of the same kind, as durable as they are without
options. Before the clock runs, the program in Rust compares such a file with its own."""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import patronage
import polars
from patronage.fields import NewCustomer
from rounds import Turn, compare, in_turns, spread

PROGRAM, PEOPLE = Path(sys.argv[1]), Path(sys.argv[2])
ROUNDS, ONE, BATCHED = (int(argument) for argument in sys.argv[3:6])
BATCH = 1_000

people: list[NewCustomer] = [
    {"site": "mystic-sports", **json.loads(line)} for line in PEOPLE.read_text(encoding="utf-8").splitlines()]


def open_shop(file: Path) -> patronage.Directory:
    """As the program in Rust makes it."""
    directory = patronage.Directory.open(file)
    admin = directory.as_admin("jane@shop.example")
    admin.customer_sets.create("b2c", name="Consumers")
    admin.sites.create("mystic-sports", name="Mystic Sports", customer_set="b2c", currency="USD")
    return directory


def one_by_one(customers: patronage.Customers, drafts: list[NewCustomer]) -> None:
    for draft in drafts:
        customers.create(**draft)


def in_batches(customers: patronage.Customers, drafts: list[NewCustomer]) -> None:
    for at in range(0, len(drafts), BATCH):
        for created in customers.create_all(drafts[at:at + BATCH]):
            if isinstance(created, patronage.Error):
                raise created


MODES: dict[str, tuple[Callable[[patronage.Customers, list[NewCustomer]], None], int]] = {
    "one": (one_by_one, ONE), "batch": (in_batches, BATCHED)}


def by_python(mode: str, file: Path) -> float:
    create, count = MODES[mode]
    with open_shop(file) as directory:
        customers, drafts = directory.as_admin("jane@shop.example").customers, people[:count]
        start = time.perf_counter()
        create(customers, drafts)
        return time.perf_counter() - start


def by_rust(mode: str, *beside: str) -> float:
    command = [str(PROGRAM), "turn", mode, str(MODES[mode][1]), *beside]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def in_new_folder(mode: str, then: Callable[[Path], object] = lambda file: None) -> float:
    # On the disk of the workspace: a folder for what is temporary is often memory.
    with tempfile.TemporaryDirectory(dir=PEOPLE.parent) as folder:
        file = Path(folder) / "shop.db"
        seconds = by_python(mode, file)
        then(file)
        return seconds


def boundary() -> None:
    names = {"one": f"a commit each, {ONE:,}", "batch": f"{BATCH:,} a commit, {BATCHED:,}"}
    for mode, name in names.items():
        in_new_folder(mode, lambda file: by_rust(mode, "--beside", str(file)))
        sides: dict[str, Turn] = {"Python": lambda: in_new_folder(mode), "Rust": lambda: by_rust(mode)}
        laps = in_turns(sides, ROUNDS)
        print(f"customers created with {name} in each of {ROUNDS} rounds")
        for side, seconds in laps.items():
            print(f"{side:<8}{spread((MODES[mode][1] / lap for lap in seconds), 0)} a second")
        compare(laps, [("Python", "Rust", None)])


def best(work: Callable[[], object], passes: int = 15) -> float:
    seconds = []
    for _ in range(passes):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def arrow() -> None:
    with tempfile.TemporaryDirectory() as folder, open_shop(Path(folder) / "shop.db") as directory:
        customers = directory.as_system().customers
        in_batches(customers, people[:BATCH])
        page = customers.find(limit=BATCH)
        columns = ("number", "email", "first_name", "last_name", "status", "created_at", "accepts_marketing")
        streamed = best(lambda: polars.DataFrame(page))
        objects = best(lambda: polars.DataFrame([{name: getattr(row, name) for name in columns} for row in page]))
        print(f"a page of {len(page):,} into polars: {streamed * 1e3:.2f} ms by Arrow (30 columns), "
              f"{objects * 1e3:.2f} ms by objects ({len(columns)} columns): {objects / streamed:.1f} times")


if __name__ == "__main__":
    boundary()
    arrow()

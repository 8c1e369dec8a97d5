"""Customers created and read through the wheel: what the boundary costs, beside the figures of
`cargo xtask bench create`, and what Arrow saves. `cargo xtask bench python` runs it."""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import patronage
import polars
from patronage.fields import NewCustomer

COUNT = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000


def draft(number: int) -> NewCustomer:
    return {"site": "shop", "email": f"person{number}@example.com", "first_name": "Ada", "last_name": "Novak",
            "country": "US", "phone": "+12125550100"}


def rate(work: Callable[[], object], count: int) -> float:
    start = time.perf_counter()
    work()
    return count / (time.perf_counter() - start)


def best(work: Callable[[], object], passes: int = 15) -> float:
    return max(rate(work, 1) for _ in range(passes))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        with patronage.Directory.open(Path(folder) / "shop.db", durability="normal") as directory:
            admin = directory.as_system()
            admin.sites.create("shop", name="Shop")
            drafts = [draft(number) for number in range(2 * COUNT)]
            one = rate(lambda: [admin.customers.create(**fields) for fields in drafts[:COUNT]], COUNT)
            batch = rate(lambda: [admin.customers.create_all(drafts[at:at + 1000])
                                  for at in range(COUNT, 2 * COUNT, 1000)], COUNT)
            print(f"customers created a second, durability normal: {one:,.0f} one by one, {batch:,.0f} in batches of 1,000")
            page = admin.customers.find(limit=1000)
            columns = ("number", "email", "first_name", "last_name", "status", "created_at", "accepts_marketing")
            arrow = best(lambda: polars.DataFrame(page))
            objects = best(lambda: polars.DataFrame([{name: getattr(row, name) for name in columns} for row in page]))
            print(f"a page of 1,000 into polars: {1e3 / arrow:.2f} ms by Arrow (30 columns), "
                  f"{1e3 / objects:.2f} ms by objects ({len(columns)} columns): {arrow / objects:.1f} times")


if __name__ == "__main__":
    main()

"""Draws what the customers of each segment have spent, out of one Arrow stream."""

# What matplotlib says of its own functions is partly unknown.
# pyright: reportUnknownMemberType=false

import argparse
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import patronage
import polars as pl
from matplotlib.ticker import FuncFormatter

INK, QUIET, BAR, GRID = "#1d2433", "#6b7385", "#2f6fed", "#e3e7ef"


def spend(admin: patronage.Backoffice, currency: str) -> pl.DataFrame:
    """Customers and their spend, segment by segment: money stays in minor units until it is shown."""
    parts: list[pl.DataFrame] = []
    for segment in admin.segments.list(limit=1000):
        rows = pl.DataFrame(admin.customers.iterate(segment=segment.code))
        amounts = rows.select("id", "spend").explode("spend").unnest("spend")
        of_currency = amounts.filter(pl.col("currency") == currency)
        parts.append(pl.DataFrame({
            "segment": [segment.name], "customers": [rows.height], "minor": [of_currency["minor"].sum()]}))
    if not parts:
        raise SystemExit("there are no segments yet: import_customers.py makes some")
    return pl.concat(parts).sort("minor")


def draw(table: pl.DataFrame, currency: str, path: Path) -> None:
    unit = 10 ** len(str(patronage.Money(0, currency).amount).partition(".")[2])
    amounts = [minor / unit for minor in table["minor"].to_list()]
    figure, axes = plt.subplots(figsize=(9, 1.2 + 0.75 * table.height), dpi=160)
    bars = axes.barh(table["segment"].to_list(), amounts, height=0.62, color=BAR, zorder=2)
    labels = [f"{amount:,.2f}  ·  {count} customer{'' if count == 1 else 's'}"
              for amount, count in zip(amounts, table["customers"].to_list(), strict=True)]
    axes.bar_label(bars, labels=labels, padding=8, color=QUIET, fontsize=10, zorder=3,
                   bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5})
    axes.set_xlim(0, max(amounts, default=0) * 1.32 or 1)
    axes.xaxis.set_major_formatter(FuncFormatter(thousands))
    axes.grid(axis="x", color=GRID, zorder=0)
    axes.tick_params(length=0, labelsize=11, colors=INK)
    axes.tick_params(axis="x", colors=QUIET, labelsize=9)
    for side in ("top", "right", "left", "bottom"):
        axes.spines[side].set_visible(False)
    axes.set_title(f"Lifetime spend by segment, {currency}", loc="left", fontsize=15, color=INK, pad=16, fontweight="bold")
    figure.tight_layout()
    figure.savefig(path)
    plt.close(figure)


def thousands(amount: float, _: Any) -> str:
    return f"{amount:,.0f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("database", type=Path)
    parser.add_argument("--currency", default="USD")
    parser.add_argument("--out", type=Path, default=Path("spend-by-segment.png"))
    arguments = parser.parse_args()
    with patronage.Directory.open(arguments.database, read_only=True) as directory:
        table = spend(directory.as_system(), arguments.currency)
    print(table)
    draw(table, arguments.currency, arguments.out)
    print(f"drawn: {arguments.out.name}")


if __name__ == "__main__":
    main()

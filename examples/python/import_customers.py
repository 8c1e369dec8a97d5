"""Imports customers and their orders out of a CSV file, and says of each bad row what is wrong."""

import argparse
import csv
from pathlib import Path

import patronage
from patronage.fields import NewCustomer
from tqdm import tqdm

HERE = Path(__file__).resolve().parent
SITE = "mystic-sports"
SEGMENTS = {"new": "New customers", "press": "Press", "vip": "VIP", "wholesale": "Wholesale"}


def prepare(admin: patronage.Backoffice) -> None:
    """Makes what the rows refer to; what is there already stays."""
    if SITE not in [site.code for site in admin.sites.list()]:
        admin.sites.create(SITE, name="Mystic Sports", currency="USD")
        for code, name in SEGMENTS.items():
            admin.segments.create(code, name=name)
    preference = patronage.SchemaChange().put(
        "preference", label="Communication preference", input="list", options=["email", "phone"], filterable=True)
    admin.attributes.apply(preference)


def draft(row: dict[str, str]) -> NewCustomer:
    return {
        "site": SITE, "external_id": row["external_id"], "first_name": row["first_name"], "last_name": row["last_name"],
        "email": row["email"], "phone": row["phone"], "country": row["country"],
        "attributes": {"preference": row["preference"]},
    }


def reasons(error: patronage.Error) -> list[str]:
    if isinstance(error, patronage.ValidationError) and error.violations:
        return [str(violation) for violation in error.violations]
    return [str(error)]


def import_file(path: Path, directory: patronage.Directory) -> list[tuple[int, list[str]]]:
    """Imports what can be imported, and gives the lines of the others with what is wrong."""
    importer = directory.as_import(path.name)
    prepare(directory.as_system())
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    bad: list[tuple[int, list[str]]] = []
    customers = importer.customers.create_all(map(draft, rows))
    made = tqdm(enumerate(zip(rows, customers, strict=True), start=2), total=len(rows), unit="row")
    for line, (row, customer) in made:
        if isinstance(customer, patronage.Error):
            bad.append((line, reasons(customer)))
            continue
        importer.segments.add_to(customer.id, row["segments"].split())
        try:
            importer.orders.record(customer.id, number=row["order"], site=SITE, total=row["total"],
                                   placed_at=row["placed_on"] + "T12:00:00Z")
        except patronage.Error as error:
            bad.append((line, reasons(error)))
    return bad


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("database", type=Path)
    parser.add_argument("--csv", type=Path, default=HERE / "customers.csv")
    arguments = parser.parse_args()
    with patronage.Directory.open(arguments.database) as directory:
        bad = import_file(arguments.csv, directory)
        page = directory.as_system().customers.find(limit=1, with_total=True)
        print(f"{page.total} customers in {arguments.database.name}")
        for line, wrong in bad:
            print(f"\nline {line} was not taken:")
            for reason in wrong:
                print(f"  - {reason}")


if __name__ == "__main__":
    main()

"""Calls as a program makes them, for mypy and pyright in their strict ways; it is never run."""

from decimal import Decimal

import patronage

with patronage.Directory.open("shop.db", tenant="eu") as directory:
    admin = directory.as_admin("jane@shop.example")
    admin.sites.create("shop", name="Shop", currency="EUR", languages=["de", "fr"])
    john = admin.customers.create(site="shop", email="john@example.com", attributes={"size": "m", "children": 2})
    john = admin.customers.update(john.id, company=None, expected_version=john.version)
    done: patronage.Recorded = admin.orders.record(john.id, number="1", site="shop", total=Decimal("9.99"))
    names: list[str | None] = [row.first_name for row in admin.customers.iterate(sort="name desc")]
    segments: list[str] = [segment.code for segment in admin.segments.list(limit=10)]
    made = admin.customers.create_all([{"kind": "guest", "site": "shop"}])
    refused = [answer.code for answer in made if isinstance(answer, patronage.Error)]
    outcome = admin.attributes.schema().validate({"size": "m"}, context="profile", previous=john)
    total: int | None = admin.customers.find(with_total=True).total
    account = admin.credit.open(john.id, limit=5000, overdraft_percent=Decimal("12.5"), terms={"shop": ["net30"]})
    beyond: patronage.Money | patronage.Percent | None = account.overdraft
    try:
        entry = admin.credit.reserve(john.id, "120.00", site="shop", purchase_order="PO-7", key="1", expires_at=None)
        admin.credit.capture(john.id, reservation=entry.number, amount=entry.amount or 0, key="2", final=True)
        admin.credit.pay(john.id, Decimal(20), key="3", items={entry.number: 20}, currency="EUR")
    except patronage.CreditError as error:
        available: patronage.Money | None = error.total_available
    balances: list[patronage.Money] = [line.balance for line in admin.credit.statement(john.id, from_="2026-01-01", to="2026-01-31")]

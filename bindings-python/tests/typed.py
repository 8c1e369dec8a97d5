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

"""The program by which the names were chosen, as far as what it calls exists."""

from datetime import datetime, timezone
from pathlib import Path

import patronage


def test_the_example_of_the_design_runs(tmp_path: Path) -> None:
    now = datetime.now(timezone.utc)
    with patronage.Directory.open(tmp_path / "shop.db") as directory:
        admin = directory.as_admin("jane@shop.example")
        admin.customer_sets.create("b2c", name="Consumers")
        admin.sites.create("mystic-sports", name="Mystic Sports", customer_set="b2c", currency="USD")
        admin.attributes.define("communication-preference", label="Communication preference", input="list",
                                options=["email", "phone"], display_group="admin_and_storefront",
                                value_source="admin_and_shopper_entered")
        admin.attributes.define("vat-id", label="VAT id", input="text_box", pattern="[A-Z]{2}[0-9]{8,12}",
                                display_group="admin_only", value_source="admin_entered", filterable=True)
        john = admin.customers.create(site="mystic-sports", kind="registered", email="john@example.com",
                                      first_name="John", last_name="Doe",
                                      attributes={"communication-preference": "email"})
        admin.customers.update(john.id, attributes={"communication-preference": "phone"},
                               expected_version=john.version)
        admin.segments.create("press", name="Press")
        admin.segments.add("press", [john.id])
        assert [segment.code for segment in admin.segments.of(john.id)] == ["press"]
        assert [member.id for member in admin.segments.members("press")] == [john.id]
        admin.orders.record(john.id, number="1000", site="mystic-sports", placed_at=now, total="1200.00")

        admin.sites.set_purchase_orders("mystic-sports", enabled=True,
                                        terms=[{"code": "net30", "description": "Net 30", "net_days": 30}])
        admin.credit.open(john.id, limit="5000.00", currency="USD", overdraft_amount="1000.00",
                          terms={"mystic-sports": ["net30"]})
        offer = admin.credit.offer(john.id, site="mystic-sports", order_total="6000.01")
        # A cent above: a site offers a part of an order only where it says so.
        assert offer.withheld is not None and offer.withheld.code == "credit.limit_exceeded" and not offer.amount
        admin.sites.set_purchase_orders("mystic-sports", split_allowed=True)
        offer = admin.credit.offer(john.id, site="mystic-sports", order_total="6000.01")
        assert offer.amount == patronage.Money(6000, "USD") and offer.split
        assert [term.code for term in offer.terms] == ["net30"]
        entry = admin.credit.charge(john.id, "120.00", site="mystic-sports", order="1001", purchase_order="PO-7",
                                    key="order-1001")
        admin.credit.pay(john.id, "100.00", key="payment-1")
        status = admin.credit.status(john.id)
        assert entry.number == 2 and status.limit == patronage.Money(5000, "USD")
        assert (str(status.outstanding), str(status.reserved)) == ("20.00 USD", "0.00 USD")
        assert (str(status.available), str(status.total_available)) == ("4980.00 USD", "5980.00 USD")

        page = admin.customers.find(sort="created_at desc", limit=50)
        assert len(page) == 1 and page.next is None
        assert page.items[0].attributes == {"communication-preference": "phone"}
        kinds = []
        for batch in directory.events(after=directory.acknowledged("mailer")):
            kinds += [event.kind for event in batch]
            directory.acknowledge("mailer", batch.next)
        assert kinds[-7:] == ["customer.entered_segment", "order.recorded", "site.updated", "credit.opened", "site.updated",
                              "credit.charged", "credit.paid"]
        assert [row.full_name for row in admin.customers.iterate()] == ["John Doe"]

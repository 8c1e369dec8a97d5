"""What each noun does, through the wheel."""

import uuid
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import patronage
import pytest


def code(raised: pytest.ExceptionInfo[patronage.Error]) -> str:
    return raised.value.code


def test_sets_and_sites(admin: patronage.Backoffice) -> None:
    b2b = admin.customer_sets.create("B2B", name="Business", email_policy="shared")
    assert (b2b.code, b2b.email_policy, b2b.description) == ("b2b", "shared", None)
    assert admin.customer_sets.update("b2b", description="Firms").description == "Firms"
    assert admin.customer_sets.update("b2b", description=None).description is None
    site = admin.sites.update("shop", customer_set="b2b", languages=["de", "en-us"])
    assert site.languages == ["de", "en-US"]
    assert [known.code for known in admin.customer_sets.sites("b2b")] == ["shop"]
    assert admin.customer_sets.customers("b2b") == 0
    with pytest.raises(patronage.RefusedError) as refused:
        admin.customer_sets.delete("b2b")
    assert code(refused) == "customer_set.not_empty"
    with pytest.raises(patronage.ValidationError) as required:
        admin.sites.update("shop", name=None)  # type: ignore[typeddict-item]
    assert [violation.code for violation in required.value.violations] == ["field.required"]


def test_what_a_site_says_about_purchase_orders(admin: patronage.Backoffice) -> None:
    before = admin.sites.get("shop")
    assert before.purchase_orders == admin.sites.create("other", name="Other").purchase_orders
    assert repr(before.purchase_orders) == "<PurchaseOrders not enabled>"
    site = admin.sites.set_purchase_orders(
        "shop", enabled=True, split_allowed=True,
        terms=[{"code": "NET30", "description": "Net 30", "net_days": 30},
               {"code": "now", "description": "At once", "net_days": 0}],
        custom_fields=[{"code": "dept", "label": "Department", "required": True}, {"code": "ref", "label": "Reference"},
                       {"code": "old", "label": "Old", "required": True, "enabled": False}])
    assert admin.sites.get("shop") == site and site.version == before.version + 1
    says = site.purchase_orders
    assert says != before.purchase_orders and says.enabled and says.split_allowed
    assert [(term.code, term.description, term.net_days) for term in says.terms] == [
        ("net30", "Net 30", 30), ("now", "At once", 0)]
    assert says.term("Net30") == says.terms[0] and says.term("net60") is None
    assert [(field.code, field.label, field.required, field.enabled) for field in says.custom_fields] == [
        ("dept", "Department", True, True), ("ref", "Reference", False, True), ("old", "Old", True, False)]
    assert says.required_fields == says.custom_fields[:1]
    assert admin.sites.set_purchase_orders("shop", enabled=True) == site, "what is left out stays"
    less = admin.sites.set_purchase_orders("shop", terms=None, split_allowed=False).purchase_orders
    assert less.terms == [] and not less.split_allowed and less.custom_fields == says.custom_fields
    assert [repr(value) for value in (says, says.terms[0], says.custom_fields[0])] == [
        "<PurchaseOrders enabled>", "<PaymentTerm net30>", "<CustomField dept>"]


@pytest.mark.parametrize("given, path, expected", [
    ({"code": "net 30", "description": "Net 30", "net_days": 30}, "terms[0].code", "code.invalid_character"),
    ({"code": "net30", "description": None, "net_days": 30}, "terms[0].description", "field.required"),
    ({"code": "net30", "description": "Net 30", "net_days": 3_651}, "terms[0].net_days",
     "purchase_orders.too_many_net_days"),
    ({"code": "net30", "description": "Net 30", "net_days": 2**16 + 30}, "terms[0].net_days",
     "purchase_orders.too_many_net_days"),
    ({"code": "net30", "description": "Net 30", "net_days": -1}, "terms[0].net_days", "field.wrong_type"),
    ({"code": "net30", "description": "Net 30", "net_days": 30.0}, "terms[0].net_days", "field.wrong_type"),
    ({"code": "net30", "description": "Net 30", "net_days": None}, "terms[0].net_days", "field.required"),
    ({"code": "net30", "description": "Net 30"}, "terms[0].net_days", "field.required"),
    ({"code": "net30", "description": "Net 30", "net_days": 30, "order": 1}, "terms[0].order", "field.unknown"),
    ("net30", "terms[0]", "field.wrong_type"),
])
def test_terms_that_are_none(admin: patronage.Backoffice, given: object, path: str, expected: str) -> None:
    with pytest.raises(patronage.ValidationError) as refused:
        admin.sites.set_purchase_orders("shop", terms=[given])  # type: ignore[list-item]
    found = [(violation.path, violation.code) for violation in refused.value.violations]
    assert (path, expected) in found
    assert admin.sites.get("shop").purchase_orders.terms == []


def test_the_tenant(admin: patronage.Backoffice) -> None:
    assert admin.tenant.get().reporting_currency == "USD"
    updated = admin.tenant.update(reporting_currency="eur", languages=["fr"])
    assert (updated.reporting_currency, updated.languages) == ("EUR", ["fr"])
    assert admin.tenant.get() == updated


def test_the_time_zone_of_a_tenant(admin: patronage.Backoffice, tmp_path: Path) -> None:
    assert admin.tenant.get().time_zone == "UTC"
    assert admin.tenant.update(time_zone="europe/paris").time_zone == "Europe/Paris"
    assert admin.tenant.update(languages=["fr"]).time_zone == "Europe/Paris", "what is left out stays"
    with pytest.raises(patronage.ValidationError) as unknown:
        admin.tenant.update(time_zone="Europe/Pairs")
    found = unknown.value.violations[0]
    assert (found.path, found.code) == ("time_zone", "time_zone.unknown")
    assert found.message == "there is no such time zone; is `Europe/Paris` meant?"
    with pytest.raises(patronage.ValidationError):
        admin.tenant.update(time_zone=None)  # type: ignore[typeddict-item]
    with patronage.Directory.in_memory(time_zone="Asia/Tokyo") as other:
        assert other.as_system().tenant.get().time_zone == "Asia/Tokyo"
    for again in ("America/New_York", "UTC"):
        with patronage.Directory.open(tmp_path / "shop.db", time_zone=again) as directory:
            assert directory.as_system().tenant.get().time_zone == "America/New_York"


def test_customers_are_created_found_and_changed(admin: patronage.Backoffice, john: patronage.Customer) -> None:
    assert isinstance(john.id, uuid.UUID) and john.number == 1 and john.version == 1
    assert john.created_at.tzinfo is not None
    assert admin.customers.get(str(john.id)) == john
    assert admin.customers.find_by_number(1) == john
    assert admin.customers.find_by_login("shop", "JOHN@example.com") == john
    assert admin.customers.find_by_login("shop", "nobody@example.com") is None
    changed = admin.customers.update(john.id, external_id="crm-1", company="Acme")
    assert admin.customers.find_by_external_id("crm-1") == changed
    assert changed.first_name == "John", "what is left out stays"
    assert admin.customers.update(john.id, company=None).company is None
    with pytest.raises(patronage.ConflictError) as conflict:
        admin.customers.update(john.id, company="Late", expected_version=1)
    assert conflict.value.details == {"expected_version": 1, "current_version": 3}
    assert admin.customers.disable(john.id).status == "disabled"
    assert admin.customers.possible_actions(john.id) == ["edit", "enable", "delete"]
    assert admin.customers.enable(john.id).status == "active"
    admin.customers.delete(john.id)
    with pytest.raises(patronage.NotFoundError):
        admin.customers.get(john.id)


def test_guests_register_and_pending_accounts_are_approved(admin: patronage.Backoffice) -> None:
    guest = admin.customers.create(kind="guest", site="shop", email="g@example.com")
    assert admin.customers.register(guest.id).login_name == "g@example.com"
    other = admin.customers.create(site="shop", email="p@example.com", pending_approval=True)
    assert other.status == "pending_approval"
    assert admin.customers.approve(other.id).status == "active"


def test_batches_answer_for_each(admin: patronage.Backoffice) -> None:
    answers = admin.customers.create_all([
        {"site": "shop", "email": "a@example.com"},
        {"site": "shop", "email": 3},  # type: ignore[typeddict-item]
        {"site": "nowhere", "email": "b@example.com"},
        {"site": "shop", "email": "c@example.com"},
    ])
    kinds = [type(answer).__name__ for answer in answers]
    assert kinds == ["Customer", "ValidationError", "ValidationError", "Customer"]
    first, last = answers[0], answers[3]
    assert isinstance(first, patronage.Customer) and isinstance(last, patronage.Customer)
    changed = admin.customers.update_all([{"id": first.id, "company": "A"}, {"id": uuid.uuid4(), "company": "B"}])
    assert isinstance(changed[0], patronage.Customer) and changed[0].company == "A"
    assert isinstance(changed[1], patronage.NotFoundError)
    done = admin.orders.record_all([
        {"customer": first.id, "number": "1", "site": "shop", "total": Decimal("1.10")},
        {"customer": last.id, "number": "1", "site": "shop", "total": "2"},
    ])
    assert isinstance(done[0], patronage.Recorded) and done[0].outcome == "created"
    assert isinstance(done[1], patronage.ConflictError)


def test_addresses(admin: patronage.Backoffice, john: patronage.Customer) -> None:
    book = admin.customers.addresses(john.id)
    home = book.add(label="Home", line1="1 Main St", city="New York", country="HK", shipping="primary").address
    work = book.add(label="Work", line1="2 Main St", city="New York", country="HK").address
    listed = book.list()
    assert len(listed) == 2 and list(listed) == [home, work] and listed[-1] == work
    assert listed.primary_shipping == home and listed.primary_billing is None
    assert listed.get(home.id) == home and listed.duplicate_of(home.id) is None
    with pytest.raises(IndexError):
        listed[2]
    changed = book.update(work.id, label="Office", region="NY")
    assert changed.addresses[1].region == "NY"
    with pytest.raises(patronage.ConflictError):
        book.update(work.id, label="home")
    assert len(book.remove(home.id).addresses) == 1


def test_listings_have_pages_and_iterate_crosses_them(admin: patronage.Backoffice) -> None:
    for number in range(25):
        admin.customers.create(site="shop", email=f"c{number:02}@example.com")
    first = admin.customers.find(limit=10, sort="number desc", with_total=True)
    assert (len(first), first.total, first.previous) == (10, 25, None)
    second = admin.customers.find(limit=10, sort="number desc", cursor=first.next)
    assert [row.number for row in second] == list(range(15, 5, -1))
    assert second[0].number == 15 and len(second[2:4]) == 2
    rows = admin.customers.iterate(limit=10)
    assert [next(rows).number, next(rows).number] == [1, 2]
    assert len(list(rows)) == 23
    with pytest.raises(patronage.ValidationError) as wrong:
        admin.customers.find(limit=0)
    assert code(wrong) == "page.limit"
    for listing in ({"limit": -1}, {"sort": "age"}, {"sort": "name up"}, {"colour": "red"}, {"cursor": "x"}):
        with pytest.raises(patronage.ValidationError):
            admin.customers.find(**listing)  # type: ignore[arg-type]


def test_segments(admin: patronage.Backoffice, john: patronage.Customer) -> None:
    admin.segments.create("press", name="Press")
    admin.segments.create("vip", name="VIP")
    assert admin.segments.add_to(john.id, ["press", "vip"]) == 2
    assert admin.segments.size("vip") == 1
    assert admin.segments.remove("vip", [john.id]) == 1
    assert admin.segments.remove_from(john.id, ["press"]) == 1
    page = admin.segments.list(limit=1)
    assert page.items[0].code == "press" and page.next is not None
    assert admin.segments.list(cursor=page.next)[0].code == "vip"
    with pytest.raises(patronage.NotFoundError) as unknown:
        admin.segments.add("press", [uuid.uuid4()])
    assert code(unknown) == "segment.unknown_customers"
    with pytest.raises(patronage.ValidationError):
        admin.segments.add("press", "not a list of ids")


def test_orders_and_their_figures(admin: patronage.Backoffice, john: patronage.Customer) -> None:
    placed = datetime(2026, 7, 1, 12, tzinfo=timezone(timedelta(hours=2)))
    done = admin.orders.record(john.id, number="1", site="shop", placed_at=placed, total=Decimal("1E+2"),
                               lines=[{"product": "sku", "quantity": 2, "price": 50}])
    assert done.order.placed_at == placed and str(done.order.total) == "100.00 USD"
    assert done.order.lines[0].price == patronage.Money(50, "USD")
    assert admin.orders.record(john.id, number="1", site="shop", placed_at=placed, total=100,
                               returned="25.50", status="fulfilled").outcome == "updated"
    activity = admin.customers.activity(john.id)
    assert activity.lifetime_spend("USD") == patronage.Money("74.50", "USD")
    assert activity.last_order is not None and activity.last_order.number == "1"
    assert admin.orders.of(john.id)[0] == admin.orders.get("shop", "1")
    with pytest.raises(patronage.ValidationError) as naive:
        admin.orders.record(john.id, number="2", site="shop", total=1, placed_at=datetime(2026, 7, 1))
    assert [violation.code for violation in naive.value.violations] == ["time.missing_offset"]


def test_the_storefront_reaches_one_customer(directory: patronage.Directory, admin: patronage.Backoffice,
                                             john: patronage.Customer) -> None:
    shop = directory.site("shop")
    assert shop.get().code == "shop" and len(shop.attributes()) == 0
    me = shop.as_shopper(john.id)
    added = me.addresses.add(label="Home", line1="1 Main St", city="New York", country="HK")
    assert me.profile() == added.customer
    admin.orders.record(john.id, number="1", site="shop", total=1)
    assert me.orders.list()[0] == me.orders.get("shop", "1")
    with pytest.raises(patronage.ValidationError):
        me.update(email="other@example.com")
    admin.customers.disable(john.id)
    with pytest.raises(patronage.RefusedError) as locked:
        me.profile()
    assert code(locked) == "customer.is_disabled"


def test_staff_may_be_confined_to_sets(directory: patronage.Directory, admin: patronage.Backoffice,
                                       john: patronage.Customer) -> None:
    admin.customer_sets.create("b2b", name="Business")
    bob = directory.as_admin("bob@shop.example", customer_sets=["b2b"])
    with pytest.raises(patronage.NotFoundError):
        bob.customers.get(john.id)
    with pytest.raises(patronage.NotPermittedError):
        bob.sites.create("other", name="Other")


def test_events_name_who_did_what(directory: patronage.Directory, admin: patronage.Backoffice) -> None:
    moved = directory.as_import("crm").customers.create(site="shop", email="m@example.com")
    directory.as_system().customers.update(moved.id, company="Acme")
    page = directory.events(of=moved.id).read()
    assert [(event.kind, event.author) for event in page] == [
        ("customer.created", ("import", "crm")), ("customer.updated", ("system", None))]
    assert [event.number for event in page] == [1, 2] and page.events[0].site == "shop"
    with pytest.raises(patronage.NotFoundError):
        directory.acknowledge("mailer", 999)
    assert directory.acknowledge("mailer", page.next) == directory.acknowledged("mailer") == page.next
    assert [len(batch) for batch in directory.events(limit=2)] == [2, 2]


def test_attributes_change_under_customers(directory: patronage.Directory, admin: patronage.Backoffice) -> None:
    attributes = admin.attributes
    attributes.define("vat-id", label={"*": "VAT id", "fr": "Numéro de TVA"}, input="text_box", filterable=True)
    assert attributes.get("vat-id").labels == {"fr": "Numéro de TVA"}
    assert attributes.define(label="Born on", input="date", min_date=date(1900, 1, 1)).code == "born-on"
    jack = admin.customers.create(site="shop", email="jack@example.com",
                                  attributes={"vat-id": "DE1", "born-on": date(1990, 2, 1)})
    assert jack.attributes == {"vat-id": "DE1", "born-on": date(1990, 2, 1)}
    assert [row.id for row in admin.customers.find(attribute=("vat-id", "de1"))] == [jack.id]
    stricter = patronage.SchemaChange().update("vat-id", min_length=8)
    steps: list[tuple[int, int]] = []
    found = attributes.dry_run(stricter, progress=lambda done, total: steps.append((done, total)))
    assert steps and steps[-1] == (1, 1)
    assert [(finding.code, finding.samples) for finding in found.findings] == [("attribute.too_short", [jack.id])]
    with pytest.raises(patronage.RefusedError) as violated:
        attributes.apply(stricter, on_violation="refuse")
    assert violated.value.details["findings"][0]["samples"] == [jack.id]
    assert attributes.apply(stricter, progress=lambda done, total: None) == attributes.apply(stricter)
    unique = patronage.SchemaChange().update("vat-id", unique=True)
    run = attributes.begin(unique)
    pending = attributes.in_progress()
    assert pending is not None and pending.on_violation == "grandfather"
    resumed = attributes.resume()
    assert resumed is not None and resumed.step() == (1, 1) and list(resumed) == []
    assert resumed.finish().is_clean and attributes.in_progress() is None
    with pytest.raises(patronage.RefusedError):
        run.finish()
    assert admin.customers.find_by_attribute("default", "vat-id", "DE1") == admin.customers.get(jack.id)
    attributes.delete("born-on")
    assert [definition.code for definition in attributes.deleted()] == ["born-on"]
    assert attributes.restore("born-on").input == "date"
    assert attributes.update("vat-id", help="As on your invoice", min_length=None).help == "As on your invoice"
    attributes.delete("born-on", purge=True)
    schema = patronage.Schema.from_json(attributes.export())
    assert schema == attributes.schema() and not schema.difference(attributes.schema())
    with pytest.raises(patronage.ValidationError) as mistakes:
        attributes.define("x", label="X", input="text_box", lable="Y", max_length="many")  # type: ignore[call-arg,arg-type]
    assert {violation.code for violation in mistakes.value.violations} == {
        "definition.unknown_member", "definition.wrong_type"}


def test_what_a_callback_raises_is_raised(admin: patronage.Backoffice, john: patronage.Customer) -> None:
    admin.attributes.define("vat-id", label="VAT id", input="text_box")
    unique = patronage.SchemaChange().update("vat-id", unique=True)

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        admin.attributes.dry_run(unique, progress=stop)
    with pytest.raises(KeyboardInterrupt):
        admin.attributes.apply(unique, progress=stop)
    resumed = admin.attributes.resume()
    assert resumed is not None
    resumed.cancel()
    assert admin.attributes.in_progress() is None


def test_progress_is_what_tqdm_takes(admin: patronage.Backoffice, john: patronage.Customer) -> None:
    from tqdm import tqdm

    admin.attributes.define("vat-id", label="VAT id", input="text_box")
    with tqdm(disable=False, file=open("/dev/null", "w", encoding="utf-8")) as bar:
        def progress(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        admin.attributes.apply(patronage.SchemaChange().update("vat-id", unique=True), progress=progress)
        assert (bar.n, bar.total) == (1, 1)
        bar.fp.close()


def test_a_directory_is_closed_with_all_that_it_handed_out(tmp_path: Path) -> None:
    with patronage.Directory.open(tmp_path / "shop.db", tenant="eu", reporting_currency="EUR") as directory:
        admin = directory.as_system()
        admin.sites.create("shop", name="Shop")
        shop, rows = directory.site("shop"), admin.customers.iterate()
    for call in (admin.sites.list, shop.get, rows.__next__, directory.check, lambda: directory.sql("SELECT 1")):
        with pytest.raises(patronage.StoreError) as closed:
            call()
        assert closed.value.code == "store.closed"
    directory.close()
    with patronage.Directory.open(tmp_path / "shop.db", tenant="eu", read_only=True) as again:
        assert again.as_system().sites.get("shop").currency == "EUR" and again.check() == []
        with pytest.raises(patronage.StoreError) as read_only:
            again.as_system().sites.create("other", name="Other")
        assert read_only.value.code == "store.read_only"
    with pytest.raises(patronage.StoreError) as missing:
        patronage.Directory.open(tmp_path / "no" / "shop.db")
    assert missing.value.code == "store.no_folder" and "path" in missing.value.details


def test_a_change_is_made_of_steps_and_no_step_changes_another_change(admin: patronage.Backoffice) -> None:
    begun = patronage.SchemaChange().put("size", label="Size", input="list", options=["s", "m"])
    longer = begun.define("vat-id", label="VAT id", input="text_box").delete("vat-id", purge=True)
    assert begun != longer and begun == patronage.SchemaChange.from_json(
        '[{"code": "size", "label": "Size", "input": "list", "options": ["s", "m"]}]')
    admin.attributes.apply(begun)
    assert [definition.code for definition in admin.attributes.schema().definitions] == ["size"]
    gone = begun.delete("size")
    admin.attributes.apply(patronage.SchemaChange().delete("size"))
    admin.attributes.apply(patronage.SchemaChange().restore("size"))
    assert gone != begun and admin.attributes.get("size").is_writable_by("admin")
    assert not admin.attributes.schema().seen_by("shopper").definitions


def test_a_schema_speaks_json_schema_and_tells_what_differs(admin: patronage.Backoffice) -> None:
    definition: patronage.fields.Definition = {"code": "n", "label": "N", "input": "text_box", "data_type": "number"}
    small = patronage.Schema.compile([{**definition, "max_value": 3}])
    large = patronage.Schema.compile([{**definition, "max_value": 5}, {"code": "x", "label": "X", "input": "yes_no"}])
    difference = small.difference(large)
    assert difference and [added.code for added in difference.added] == ["x"] and not difference.absent
    assert [(change.member, change.before, change.after) for change in difference.changed] == [("max_value", "3", "5")]
    assert "max_value" in str(difference)
    json_schema = large.to_json_schema(context="admin", actor="admin")
    assert set(json_schema["properties"]) == {"n", "x"}
    assert large.validate_field("n", 5, context="admin", actor="admin") == Decimal(5)
    with pytest.raises(patronage.ValidationError) as large_number:
        large.validate_field("n", "6", context="admin", actor="admin")
    assert large_number.value.violations[0].parameters == {"max": "5"}
    form = large.validate_form({"n": "4", "x": "on"}, context="admin", actor="admin")
    assert form.values == {"n": Decimal(4), "x": True}
    held = large.validate({"n": 4}, context="admin", actor="admin", previous={"x": True})
    assert held.values == {"n": Decimal(4), "x": True}
    assert large.validate({"n": 4}, context="admin", actor="admin", previous=form) == form


def test_messages_speak_another_language() -> None:
    schema = patronage.Schema.compile([{"code": "n", "label": "N", "input": "text_box", "max_length": 2}])
    (found,) = schema.check({"n": "abc"}, context="admin", actor="admin")
    german = patronage.Messages({"attribute.too_long": "höchstens {max} Zeichen[, nicht {actual}]"})
    assert german.of(found) == "höchstens 2 Zeichen, nicht 3"
    assert patronage.Messages({}).of(found) == found.message
    with pytest.raises(patronage.ValidationError) as malformed:
        patronage.Messages({"x": "{"})
    assert malformed.value.violations[0].code == "message.malformed"

"""Previews of credit: what a page is given. The vectors hold their answers against those of a server."""

import json
import pickle
from datetime import timezone

import patronage
import pytest

FIELDS = [{"code": "dept", "label": "Department", "required": True}, {"code": "later", "label": "Later", "enabled": False}]


@pytest.fixture
def own(directory: patronage.Directory, admin: patronage.Backoffice, john: patronage.Customer) -> patronage.OwnCredit:
    """The credit of a shopper whose account is on hold."""
    terms = [{"code": code, "description": code, "net_days": 30} for code in ("net30", "net60")]
    admin.sites.set_purchase_orders("shop", enabled=True, terms=terms, custom_fields=FIELDS)
    admin.credit.open(john.id, limit=1000, overdraft_percent="10", terms={"shop": ["net30"]})
    admin.credit.hold(john.id, reason="an invoice is contested")
    return directory.site("shop").as_shopper(john.id).credit


def test_a_preview_has_what_the_shopper_may_see_and_nothing_else(own: patronage.OwnCredit) -> None:
    preview = own.preview()
    assert (preview.site, preview.at.tzinfo) == ("shop", timezone.utc)
    assert preview.figures == own.figures()
    assert preview.refusal is not None and preview.refusal.code == "credit.on_hold"
    assert [term.code for term in preview.purchase_orders.terms] == ["net30"]
    assert [field.code for field in preview.purchase_orders.custom_fields] == ["dept"]
    for private in ("contested", "jane", "john", "net60", "later"):
        assert private not in preview.to_json()


def test_a_preview_survives_as_json_and_by_pickle(own: patronage.OwnCredit) -> None:
    preview = own.preview()
    for again in (patronage.CreditPreview.from_json(preview.to_json()), pickle.loads(pickle.dumps(preview))):
        assert again == preview and hash(again) == hash(preview)
    other = json.loads(preview.to_json())
    other["figures"]["limit"] = "1000.01"
    assert patronage.CreditPreview.from_json(json.dumps(other)) != preview
    assert repr(preview).startswith("<CreditPreview of shop at ")


def test_what_would_be_refused_is_raised(own: patronage.OwnCredit) -> None:
    preview = own.preview()
    for after in (preview.after_charge, preview.after_reserve):
        with pytest.raises(patronage.CreditError) as held:
            after("1")
        assert held.value.code == "credit.on_hold" and "since" in held.value.details
    with pytest.raises(patronage.ValidationError) as wrong:
        preview.after_charge("0.001")
    assert [(found.path, found.code) for found in wrong.value.violations] == [("amount", "money.too_many_decimals")]
    with pytest.raises(patronage.ValidationError) as float_:
        preview.offer(1.5)  # type: ignore[arg-type]
    assert float_.value.violations[0].path == "total"


def test_a_purchase_order_is_checked_whole(own: patronage.OwnCredit) -> None:
    preview = own.preview()
    assert preview.check(purchase_order="PO-7", fields={"dept": "IT"}) == ()
    assert [(found.path, found.code) for found in preview.check(term="net60")] == [
        ("purchase_order", "field.required"), ("term", "credit.term_not_granted"), ("fields.dept", "field.required")]
    with pytest.raises(patronage.ValidationError):
        preview.check(number="PO-7")  # type: ignore[call-arg]

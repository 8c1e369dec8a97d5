"""The vectors of previews of credit: made on a server, and asked beside it."""

import json
from collections.abc import Callable
from typing import Any

import patronage
import pytest

Case = dict[str, Any]
FIGURES = ("limit", "overdraft", "outstanding", "reserved", "unapplied", "available", "total_available")


def amount(text: str) -> str | patronage.Money:
    """A number, or money with its currency."""
    parts = text.split(" ")
    return patronage.Money(*parts) if len(parts) == 2 else text


def shown(figures: patronage.Figures) -> Case:
    return {name: str(getattr(figures, name).amount) for name in FIGURES}


class Shop:
    """A server on which nothing was done yet but what a case says of its account."""

    def __init__(self, site: Case, account: Case) -> None:
        self.directory = patronage.Directory.in_memory()
        admin = self.directory.as_admin("jane@shop.example")
        admin.sites.create("shop", name="Shop", currency=account["currency"])
        first = [{"code": "first", "description": "First", "net_days": 10}]
        admin.sites.set_purchase_orders("shop", enabled=True, terms=first)
        self.credit, self.customer = admin.credit, admin.customers.create(kind="guest", site="shop").id
        overdraft = {name: account[name] for name in ("overdraft_amount", "overdraft_percent") if name in account}
        self.credit.open(self.customer, limit=account["limit"], terms={"shop": ["first"]}, **overdraft)
        papers: Any = {"site": "shop", "purchase_order": "PO-1"}
        if "charged" in account:
            self.credit.charge(self.customer, account["charged"], key="charged", **papers)
        if "paid" in account:
            self.credit.pay(self.customer, account["paid"], key="paid", keep_surplus=True)
        if "reserved" in account:
            self.credit.reserve(self.customer, account["reserved"], key="reserved", **papers)
        if "then_limit" in account:
            self.credit.set_limit(self.customer, account["then_limit"])
        admin.sites.set_purchase_orders("shop", **site)
        self.credit.set_terms(self.customer, site="shop", terms=account["terms"])
        if account.get("disabled"):
            self.credit.disable(self.customer)
        if "hold" in account:
            self.credit.hold(self.customer, reason=account["hold"])
        self.own = self.directory.site("shop").as_shopper(self.customer).credit

    def order(self, amount: Any, order: Case, *, reserves: bool) -> patronage.Figures:
        method = self.credit.reserve if reserves else self.credit.charge
        method(self.customer, amount, site="shop", key="order", **order)
        return self.own.figures()


def told(error: patronage.Error) -> Case:
    """Why something is refused, without the words, and without the moment, which is that of the clock."""
    def plain(value: Any) -> Any:
        return {"amount": str(value.amount), "currency": value.currency} if isinstance(value, patronage.Money) else value

    parameters = {name: str(value) if name == "due" else plain(value)
                  for name, value in error.details.items() if name != "since"}
    return {"code": error.code} | ({"parameters": parameters} if parameters else {})


def timeless(refusal: Case | None) -> Case | None:
    if refusal is None or "since" not in refusal.get("parameters", {}):
        return refusal
    return {"code": refusal["code"]}


def compare(outcome: Callable[[], Any], case: Case, of: Callable[[Any], Case]) -> None:
    """What an outcome is, or why there is none."""
    refused = case["code"] if "code" in case else timeless(case.get("refused"))
    if refused is None:
        found = of(outcome())
        assert found == {name: case[name] for name in found}, found
        return
    with pytest.raises(patronage.Error) as raised:
        outcome()
    assert (raised.value.code if "code" in case else told(raised.value)) == refused


def offered(offer: patronage.CreditOffer) -> Case:
    withheld = told(offer.withheld) if offer.withheld else None
    return {"amount": str(offer.amount), "split": offer.split, "withheld": withheld}


def preview(case: Case) -> None:
    document = case["document"]
    preview = patronage.CreditPreview.from_json(json.dumps(document))
    assert json.loads(preview.to_json()) == document
    assert shown(preview.figures) == case["figures"]
    assert (preview.site, preview.at.isoformat()[:19]) == (document["site"], document["at"][:19])
    assert [term.code for term in preview.purchase_orders.terms] == [
        term["code"] for term in document["purchase_orders"]["terms"]]
    refusal = told(preview.refusal) if preview.refusal else None
    expected = document["refusal"] and {name: document["refusal"][name] for name in document["refusal"] if name != "message"}
    assert refusal == timeless(expected)

    def sides() -> list[Any]:
        """The preview, and a server that has the account."""
        return [preview, Shop(case["site"], case["account"])] if "account" in case else [preview]

    for shop in sides()[1:]:
        made = json.loads(shop.own.preview().to_json())
        moments = made["at"], ((made["refusal"] or {}).get("parameters") or {}).get("since")
        text = json.dumps(made)
        for moment in filter(None, moments):
            text = text.replace(moment, document["at"])
        assert json.loads(text) == document
        assert shop.credit.preview(shop.customer, site="shop").purchase_orders == preview.purchase_orders
    for asked in case.get("offers", []):
        asked = {"split": False, **asked, "withheld": timeless(asked.get("withheld"))}
        for side in sides():
            offer = side.offer if side is preview else side.own.offer
            compare(lambda offer=offer, total=asked["total"]: offer(amount(total)), asked, offered)  # type: ignore[misc]
    for asked in case.get("after", []):
        reserves = "reserve" in asked
        of = amount(asked["reserve" if reserves else "charge"])
        for side in sides():
            if side is preview:
                after = preview.after_reserve if reserves else preview.after_charge
                compare(lambda after=after, of=of: after(of), asked, lambda found: {"figures": shown(found)})  # type: ignore[misc]
            else:
                compare(lambda side=side, of=of, reserves=reserves: side.order(of, case["order"], reserves=reserves),  # type: ignore[misc]
                        asked, lambda found: {"figures": shown(found)})
    for asked in case.get("orders", []):
        order = {name: asked[name] for name in asked if name not in ("violations", "charge")}
        found = [{"path": violation.path, "code": violation.code} for violation in preview.check(**order)]
        assert found == [{"path": of["path"], "code": of["code"]} for of in asked.get("violations", [])]
        for shop in sides()[1:]:
            expected = {"code": asked["charge"]} if "charge" in asked else {}
            compare(lambda shop=shop, order=order: shop.order("0.01", order, reserves=False), expected, lambda _: {})  # type: ignore[misc]


def beyond(case: Case) -> None:
    """In Python, what an overdraft gives is seen at an account that is opened with it."""
    limit = amount(case["limit"])
    assert isinstance(limit, patronage.Money)
    with patronage.Directory.in_memory() as directory:
        admin = directory.as_admin("jane@shop.example")
        admin.sites.create("shop", name="Shop", currency=limit.currency)
        john = admin.customers.create(kind="guest", site="shop").id
        overdraft: Any = {}
        if "amount" in case:
            overdraft["overdraft_amount"] = amount(case["amount"])
        if "percent" in case:
            overdraft["overdraft_percent"] = case["percent"]
        try:
            account = admin.credit.open(john, limit=limit, **overdraft)
        except patronage.ValidationError as error:
            assert error.violations[0].code == case["code"]
        except patronage.CreditError as error:
            assert error.code == case["code"]
        else:
            assert str(account.figures.overdraft) == case["is"]


def refused(case: Case) -> None:
    with pytest.raises(patronage.ValidationError) as raised:
        patronage.CreditPreview.from_json(case["text"])
    assert [{"path": violation.path, "code": violation.code} for violation in raised.value.violations] == case["mistakes"]


def credit_preview(case: Case) -> None:
    (preview if "document" in case else beyond if "limit" in case else refused)(case)

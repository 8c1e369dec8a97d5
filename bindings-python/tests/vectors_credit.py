"""The vectors of credit: operations on an account, and how it stands after each."""

import time
from datetime import datetime, timedelta, timezone
from typing import Any

import patronage

Step = dict[str, Any]
# By the word of a step: the arguments that it hands over by their names.
NAMED = {
    "open": ["limit", "overdraft_amount", "overdraft_percent"], "set_overdraft": ["amount", "percent"],
    "hold": ["reason"], "capture": ["reservation", "amount", "key", "final"],
    "release": ["reservation", "amount", "key"], "credit_note": ["item", "amount", "key"], "void": ["item", "key"],
    "reverse_payment": ["payment", "key"], "pay": ["key", "items", "keep_surplus"], "refund": ["key"],
    "adjust": ["reason", "key"], "charge": ["key", "override_limit"], "reserve": ["key", "override_limit"],
}
WITH_AMOUNT = {"reserve", "charge", "pay", "refund", "adjust"}


class Account:
    """An account with the names of what was made in it."""

    def __init__(self, admin: patronage.Backoffice, currency: str) -> None:
        admin.sites.create("shop", name="Shop", currency=currency)
        admin.sites.set_purchase_orders(
            "shop", enabled=True, terms=[{"code": "net30", "description": "Net 30", "net_days": 30}])
        self.credit, self.currency = admin.credit, currency
        self.customer = admin.customers.create(kind="guest", site="shop").id
        self.named: dict[str, patronage.CreditEntry] = {}

    def money(self, amount: str) -> patronage.Money:
        return patronage.Money(amount, self.currency)

    def number(self, name: str) -> int:
        return self.named[name].number

    def name(self, number: int) -> str:
        return next((name for name, entry in self.named.items() if entry.number == number), str(number))

    def written(self) -> int:
        try:
            return self.credit.head(self.customer).number
        except patronage.NotFoundError:
            return 0

    def carry_out(self, step: Step, key: str) -> Any:
        word = step["do"]
        given: dict[str, Any] = {"key": key, **step}
        for of in ("reservation", "item", "payment"):
            if of in given:
                given[of] = self.number(given[of])
        if "items" in given:
            given["items"] = {self.number(item): amount for item, amount in given["items"].items()}
        named = {name: given[name] for name in NAMED.get(word, []) if name in given}
        if word in ("reserve", "charge"):
            named |= {"site": "shop", "purchase_order": "PO-1"}
        if "expires_in" in step:
            named["expires_at"] = datetime.now(timezone.utc) + timedelta(seconds=step["expires_in"])
        if word == "open":
            named["terms"] = {"shop": ["net30"]}
        method = getattr(self.credit, word)
        if word == "advance":
            return method()
        if word == "set_limit":
            return method(self.customer, step["limit"])
        if word in WITH_AMOUNT:
            return method(self.customer, step["amount"], **named)
        return method(self.customer, **named)

    def stands(self) -> Step | None:
        try:
            status = self.credit.status(self.customer)
        except patronage.NotFoundError:
            return None
        figures = ("limit", "outstanding", "reserved", "available", "total_available", "unapplied")
        items = [[self.name(item.number), item.left] for item in self.credit.open_items(self.customer)]
        return {**{figure: getattr(status, figure) for figure in figures}, "open_items": items}

    def exact(self, then: Step) -> Step:
        items = [[name, self.money(left)] for name, left in then["open_items"]]
        return {**{name: self.money(then[name]) for name in then if name != "open_items"}, "open_items": items}

    def refused(self, error: patronage.Error, step: Step) -> None:
        assert error.code == step.get("code"), error
        for name, value in step.get("says", {}).items():
            said = error.details[name]
            assert said == (self.number(value) if isinstance(said, int) else self.money(value)), (name, said)
            assert not isinstance(error, patronage.CreditError) or getattr(error, name) == said
        violations = {violation.path: violation.code for violation in getattr(error, "violations", ())}
        named = {f"items.{self.number(path[6:])}" if path.startswith("items.") else path: code
                 for path, code in step.get("violations", {}).items()}
        assert violations == named

    def step(self, number: int, step: Step) -> None:
        time.sleep(step.get("after", 0))
        before, answer = self.written(), None
        try:
            answer = self.carry_out(step, f"step-{number}")
        except patronage.Error as error:
            self.refused(error, step)
        else:
            assert "code" not in step
        assert self.written() - before == step.get("writes", int("entry" in step))
        if "entry" in step:
            expected = step["entry"]
            entry = self.credit.entries(self.customer, limit=1)[0]
            assert (entry.kind, entry.outstanding_change, entry.reserved_change) == (
                expected["kind"], self.money(expected["outstanding"]), self.money(expected["reserved"]))
            if "due_in" in expected:
                assert entry.due == entry.at.date() + timedelta(days=expected["due_in"])
        if "same_as" in step:
            assert answer == self.named[step["same_as"]]
        if "as" in step:
            self.named[step["as"]] = answer
        assert self.stands() == (self.exact(step["then"]) if "then" in step else None)


def credit(case: Step) -> None:
    with patronage.Directory.in_memory() as directory:
        account = Account(directory.as_admin("jane@shop.example"), case["currency"])
        for number, step in enumerate(case["steps"], 1):
            try:
                account.step(number, step)
            except AssertionError as error:
                raise AssertionError(f"step {number}, {step['do']}: {error}") from error
        assert account.credit.verify(account.customer).sound

"""Customer accounts as a library.

>>> import patronage
>>> directory = patronage.Directory.in_memory()
>>> admin = directory.as_admin("jane@shop.example")
>>> admin.sites.create("mystic-sports", name="Mystic Sports", currency="USD")
<Site mystic-sports>
"""

# Inside of a class that has a method of that name, `list` is the method.
from builtins import list as _List
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from datetime import date as date_
from decimal import Decimal
from os import PathLike
from types import TracebackType
from typing import Any, Generic, Literal, SupportsIndex, TypeAlias, TypeVar, final, overload
from uuid import UUID

from typing_extensions import CapsuleType, Self, Unpack, disjoint_base

from . import fields as fields
from .fields import (
    Actor,
    AddressPatch,
    Amount,
    AsOf,
    AttributePatch,
    Context,
    CreditHold,
    CreditOf,
    CreditOnSite,
    CreditTermsPatch,
    CustomerPatch,
    CustomerPatchOf,
    CustomerSetPatch,
    Day,
    Days,
    Definition,
    Id,
    Kind,
    Listing,
    Moment,
    NewAddress,
    NewAdjustment,
    NewAttribute,
    NewCapture,
    NewCharge,
    NewCreditAccount,
    NewCreditNote,
    NewCreditPayment,
    NewCustomer,
    NewCustomerSet,
    NewExtension,
    NewOrder,
    NewOrderOf,
    NewPaymentReversal,
    NewPurchase,
    NewPurchaseOrder,
    NewRefund,
    NewRelease,
    NewReservation,
    NewSegment,
    NewSite,
    NewVoid,
    OnViolation,
    OrderTotal,
    OverdraftPatch,
    PurchaseOrdersPatch,
    SegmentPatch,
    SitePatch,
    TenantPatch,
    Value,
    Values,
)

__version__: str
__all__ = [
    "Activity",
    "AddedAddress",
    "Address",
    "AddressBook",
    "Addresses",
    "AffectedAccount",
    "Ageing",
    "Allocation",
    "AttributeDefinition",
    "AttributeOption",
    "Attributes",
    "Backoffice",
    "ChangeRun",
    "ConflictError",
    "Credit",
    "CreditAccount",
    "CreditEntry",
    "CreditEntryIterator",
    "CreditError",
    "CreditOffer",
    "CreditPreview",
    "CreditPosition",
    "CreditStatus",
    "CustomField",
    "Customer",
    "CustomerIterator",
    "CustomerPage",
    "CustomerRow",
    "CustomerSet",
    "CustomerSets",
    "Customers",
    "Directory",
    "DryRun",
    "Error",
    "Event",
    "EventPage",
    "Events",
    "Figures",
    "Finding",
    "Head",
    "Hold",
    "LastOrder",
    "LedgerFinding",
    "MemberChange",
    "Messages",
    "Money",
    "NotFoundError",
    "NotPermittedError",
    "OpenItem",
    "Order",
    "OrderLine",
    "Orders",
    "Outcome",
    "OwnCredit",
    "OwnOrders",
    "Page",
    "Pattern",
    "PaymentTerm",
    "PendingChange",
    "Percent",
    "PurchaseOrders",
    "QueryError",
    "QueryResult",
    "Recorded",
    "RefusedError",
    "Schema",
    "SchemaChange",
    "SchemaDifference",
    "Segment",
    "Segments",
    "Shopper",
    "Site",
    "Sites",
    "Statement",
    "StatementLine",
    "StoreError",
    "Storefront",
    "Tenant",
    "TenantSettings",
    "TermsImpact",
    "ValidationError",
    "Verification",
    "Violation",
]

_T = TypeVar("_T")
_Progress: TypeAlias = Callable[[int, int], object]
_Shown: TypeAlias = str | Decimal | date | bool | tuple[str, ...] | tuple[Decimal, ...]

class Error(Exception):
    """Why something was not done. Nothing of it was."""
    code: str
    """The stable code, such as `customer.unknown`."""
    details: dict[str, Any]

class ValidationError(Error):
    """The input is wrong: `violations` has every mistake.

    >>> try:
    ...     admin.customers.create(site="nowhere", email="x")
    ... except patronage.ValidationError as error:
    ...     print([violation.code for violation in error.violations])
    ['site.unknown', 'email.invalid']
    """
    violations: tuple[Violation, ...]

class NotFoundError(Error):
    """What was asked for is not there, or the actor may not see it."""

class ConflictError(Error):
    """Somebody else was first: something is taken, exists already or was changed meanwhile."""

class RefusedError(Error):
    """The state of things does not allow it."""

class CreditError(RefusedError):
    """A credit account does not allow it.

    What the error says beside its code is in `details`; figures and entries are attributes as well,
    and `None` where an error has no such one.
    """
    requested: Money | None
    total_available: Money | None
    """What was available, the overdraft included; it may be below zero."""
    left: Money | None
    owed: Money | None
    refunded: Money | None
    amount: Money | None
    number: int | None
    """The entry that it is about."""
    item: int | None
    due: date | None

class NotPermittedError(Error):
    """The actor may not do it."""

class StoreError(Error):
    """The store cannot answer."""

class QueryError(Error):
    """A question in SQL has no answer."""


@final
class Directory:
    """The customers of one tenant, in a file or in memory.

    It may be used from any thread, and several processes may use one file. It does not survive a
    `fork`: in the child every call raises `StoreError` with the code `store.forked`.

    >>> with patronage.Directory.in_memory(reporting_currency="EUR") as other:
    ...     other.as_system().tenant.get().reporting_currency
    'EUR'
    """
    @staticmethod
    def open(
        path: str | PathLike[str],
        *,
        tenant: str = ...,
        reporting_currency: str | None = ...,
        time_zone: str | None = ...,
        durability: Literal["full", "normal"] = ...,
        busy_timeout: float = ...,
        read_only: bool = ...,
    ) -> Directory:
        """Opens a file, which is made when it is not there."""
    @staticmethod
    def in_memory(
        *,
        tenant: str = ...,
        reporting_currency: str | None = ...,
        time_zone: str | None = ...,
    ) -> Directory:
        """A directory that is gone when it is closed."""
    def close(self) -> None:
        """Closes it; everything that it has handed out answers `store.closed` from then on."""
    def __enter__(self) -> Self: ...
    def __exit__(self, *_exception: type[BaseException] | BaseException | TracebackType | None) -> Literal[False]: ...
    def as_admin(self, name: str, *, customer_sets: Iterable[str] | None = ...) -> Backoffice:
        """The directory as a member of staff uses it, who may be confined to some customer sets."""
    def as_system(self) -> Backoffice:
        """The directory as the host's own jobs use it."""
    def as_import(self, source: str) -> Backoffice:
        """The directory as a transfer from another system uses it."""
    def site(self, code: str) -> Storefront:
        """The directory as visitors of a site use it."""
    def events(self, *, after: int | None = ..., of: Id | None = ..., limit: int | None = ...) -> Events:
        """The trail: what happened, in the order of the commits, page by page.

        >>> for page in directory.events(after=directory.acknowledged("mailer")):
        ...     for event in page:
        ...         print(event.kind)
        ...     done = directory.acknowledge("mailer", page.next)
        customer_set.created
        site.created
        """
    def acknowledged(self, consumer: str) -> int:
        """How far a named reader of the trail has come; 0 for a new one."""
    def acknowledge(self, consumer: str, position: int) -> int:
        """Notes that a reader has dealt with all events up to a position. It never goes back."""
    def sql(
        self,
        statement: str,
        parameters: Sequence[str | int | float | bytes | UUID | None] | Mapping[str, str | int | float | bytes | UUID | None] | None = ...,
    ) -> QueryResult:
        """Answers one statement that only reads, over all tenants of the file.

        The views named `patronage_*_view` are for this. Do not open the file with Python's `sqlite3`
        in a process that has a directory open on it: two copies of SQLite in one process lose data
        without an error. Another process may use any copy.

        >>> directory.sql("SELECT site, count(*) FROM patronage_customers_view GROUP BY site").rows()
        []
        >>> directory.sql("DELETE FROM patronage_customers")
        Traceback (most recent call last):
        patronage.QueryError: only one SELECT, VALUES, WITH or EXPLAIN is answered
        """
    def check(self) -> list[str]:
        """Reads the whole file and says what is wrong with it; nothing, as a rule."""


@final
class Backoffice:
    """The directory as staff, a job or an import uses it: everything, by noun."""
    @property
    def tenant(self) -> TenantSettings: ...
    @property
    def customer_sets(self) -> CustomerSets: ...
    @property
    def sites(self) -> Sites: ...
    @property
    def attributes(self) -> Attributes: ...
    @property
    def customers(self) -> Customers: ...
    @property
    def segments(self) -> Segments: ...
    @property
    def orders(self) -> Orders: ...
    @property
    def credit(self) -> Credit: ...


@final
class Tenant:
    """What holds for all sites of a tenant."""
    @property
    def default_customer_set(self) -> str: ...
    @property
    def reporting_currency(self) -> str: ...
    @property
    def languages(self) -> list[str]: ...
    @property
    def time_zone(self) -> str:
        """The name of the time zone that says which day it is."""
    @property
    def version(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]: ...


@final
class TenantSettings:
    """The settings of the tenant, of a directory in use."""
    def get(self) -> Tenant: ...
    def update(self, **fields: Unpack[TenantPatch]) -> Tenant: ...


@final
class CustomerSet:
    """A group of sites that share logins and profiles."""
    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def description(self) -> str | None: ...
    @property
    def email_policy(self) -> Literal["one_account_per_email", "shared"]: ...
    @property
    def created_at(self) -> datetime: ...
    @property
    def version(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]: ...


@final
class CustomerSets:
    """The customer sets, of a directory in use.

    >>> admin.customer_sets.create("b2b", name="Business")
    <CustomerSet b2b>
    >>> [known.code for known in admin.customer_sets.list()]
    ['b2b', 'default']
    >>> admin.customer_sets.delete("b2b")
    """
    def create(self, code: str, **fields: Unpack[NewCustomerSet]) -> CustomerSet: ...
    def get(self, code: str) -> CustomerSet: ...
    def list(self) -> _List[CustomerSet]: ...
    def update(self, code: str, **fields: Unpack[CustomerSetPatch]) -> CustomerSet: ...
    def delete(self, code: str) -> None: ...
    def customers(self, code: str) -> int:
        """How many customers it has."""
    def sites(self, code: str) -> _List[Site]: ...


@final
class Site:
    """A shop, by its address on the web or its counter."""
    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def customer_set(self) -> str: ...
    @property
    def currency(self) -> str: ...
    @property
    def languages(self) -> list[str]: ...
    @property
    def purchase_orders(self) -> PurchaseOrders: ...
    @property
    def created_at(self) -> datetime: ...
    @property
    def version(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]: ...


@final
class PurchaseOrders:
    """Whether a site takes purchase orders, on which terms, and what an order by one has to say."""
    @property
    def enabled(self) -> bool: ...
    @property
    def split_allowed(self) -> bool:
        """Whether a purchase order may pay a part of an order, and something else the rest."""
    @property
    def terms(self) -> list[PaymentTerm]: ...
    def term(self, code: str) -> PaymentTerm | None: ...
    @property
    def custom_fields(self) -> list[CustomField]: ...
    @property
    def required_fields(self) -> list[CustomField]:
        """Those without which an order is refused: required, and enabled."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]: ...


@final
class PaymentTerm:
    """Until when an order by purchase order is to be paid."""
    @property
    def code(self) -> str: ...
    @property
    def description(self) -> str: ...
    @property
    def net_days(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]: ...


@final
class CustomField:
    """A field that an order by purchase order carries."""
    @property
    def code(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def required(self) -> bool: ...
    @property
    def enabled(self) -> bool: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]: ...


@final
class Sites:
    """The sites, of a directory in use.

    >>> terms = [{"code": "net30", "description": "Net 30", "net_days": 30}]
    >>> site = admin.sites.set_purchase_orders("mystic-sports", enabled=True, terms=terms)
    >>> site.purchase_orders.term("net30")
    <PaymentTerm net30>
    """
    def create(self, code: str, **fields: Unpack[NewSite]) -> Site: ...
    def get(self, code: str) -> Site: ...
    def list(self) -> _List[Site]: ...
    def update(self, code: str, **fields: Unpack[SitePatch]) -> Site: ...
    def set_purchase_orders(self, code: str, **fields: Unpack[PurchaseOrdersPatch]) -> Site: ...


@final
class Address:
    """An address of a customer."""
    @property
    def id(self) -> UUID: ...
    @property
    def label(self) -> str: ...
    @property
    def billing(self) -> fields.Use: ...
    @property
    def shipping(self) -> fields.Use: ...
    @property
    def first_name(self) -> str | None: ...
    @property
    def last_name(self) -> str | None: ...
    @property
    def company(self) -> str | None: ...
    @property
    def line1(self) -> str: ...
    @property
    def line2(self) -> str | None: ...
    @property
    def line3(self) -> str | None: ...
    @property
    def line4(self) -> str | None: ...
    @property
    def city(self) -> str: ...
    @property
    def region(self) -> str | None: ...
    @property
    def postal_code(self) -> str | None: ...
    @property
    def country(self) -> str: ...
    @property
    def phone(self) -> str | None: ...
    @property
    def email(self) -> str | None: ...
    @property
    def notes(self) -> str | None: ...
    def canonical(self) -> str:
        """What makes it the same person at the same place as another one."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]: ...


@final
class AddressBook:
    """The addresses of one customer, in the order in which they were added."""
    def __len__(self) -> int: ...
    def __getitem__(self, key: SupportsIndex, /) -> Address: ...
    def __iter__(self) -> Iterator[Address]: ...
    def get(self, id: Id) -> Address | None: ...
    @property
    def primary_billing(self) -> Address | None: ...
    @property
    def primary_shipping(self) -> Address | None: ...
    def duplicate_of(self, id: Id) -> Address | None:
        """Another address that is the same person at the same place."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]: ...


@final
class AddedAddress:
    """An address that was added, and its customer with it."""
    @property
    def address(self) -> Address: ...
    @property
    def customer(self) -> Customer: ...


@final
class Addresses:
    """The address book of one customer, of a directory in use.

    >>> jack = admin.customers.create(kind="guest", site="mystic-sports", first_name="Jack", last_name="Daw")
    >>> book = admin.customers.addresses(jack.id)
    >>> added = book.add(label="Home", line1="1 Main St", city="Hong Kong", country="HK", billing="primary")
    >>> book.list().primary_billing == added.address
    True
    >>> len(book.remove(added.address.id).addresses)
    0
    """
    def list(self) -> AddressBook: ...
    def add(self, *, expected_version: int | None = ..., **fields: Unpack[NewAddress]) -> AddedAddress: ...
    def update(self, id: Id, *, expected_version: int | None = ..., **fields: Unpack[AddressPatch]) -> Customer: ...
    def remove(self, id: Id, *, expected_version: int | None = ...) -> Customer: ...


@disjoint_base
class Customer:
    """An account. `repr` shows its id and its status alone."""
    @property
    def id(self) -> UUID: ...
    @property
    def number(self) -> int | None: ...
    @property
    def version(self) -> int: ...
    @property
    def kind(self) -> Kind: ...
    @property
    def state(self) -> Literal["active", "disabled", "pending_approval"]: ...
    @property
    def status(self) -> Literal["guest", "active", "disabled", "pending_approval"]: ...
    @property
    def customer_set(self) -> str: ...
    @property
    def site(self) -> str | None: ...
    @property
    def login_name(self) -> str | None: ...
    @property
    def full_name(self) -> str: ...
    @property
    def email(self) -> str | None: ...
    @property
    def first_name(self) -> str | None: ...
    @property
    def middle_name(self) -> str | None: ...
    @property
    def last_name(self) -> str | None: ...
    @property
    def company(self) -> str | None: ...
    @property
    def phone(self) -> str | None: ...
    @property
    def work_phone(self) -> str | None: ...
    @property
    def mobile_phone(self) -> str | None: ...
    @property
    def fax(self) -> str | None: ...
    @property
    def country(self) -> str | None: ...
    @property
    def language(self) -> str | None: ...
    @property
    def tax_id(self) -> str | None: ...
    @property
    def external_id(self) -> str | None: ...
    @property
    def accepts_marketing(self) -> bool: ...
    @property
    def tax_exempt(self) -> bool: ...
    @property
    def addresses(self) -> AddressBook: ...
    @property
    def attributes(self) -> dict[str, _Shown]:
        """The values by code; numbers are decimals."""
    @property
    def customer_since(self) -> datetime: ...
    @property
    def created_at(self) -> datetime: ...
    @property
    def updated_at(self) -> datetime: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]: ...


@final
class CustomerRow(Customer):
    """A customer in a listing, with the figures kept over its orders."""
    @property
    def activity(self) -> Activity: ...
    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]: ...


@final
class Customers:
    """The customers, of a directory in use.

    >>> john = admin.customers.create(site="mystic-sports", email="john@example.com", first_name="John")
    >>> admin.customers.update(john.id, company="Acme", expected_version=john.version).company
    'Acme'
    >>> admin.customers.update(john.id, company="Other", expected_version=john.version)
    Traceback (most recent call last):
    patronage.ConflictError: the customer `...` was changed meanwhile: expected version 1, found 2
    >>> admin.customers.update(john.id, company=None).company is None
    True
    """
    def create(self, **fields: Unpack[NewCustomer]) -> Customer: ...
    def create_all(self, drafts: Iterable[NewCustomer]) -> list[Customer | Error]:
        """Creates each as far as it can be; the answer has a customer or an error for each, in order."""
    def get(self, id: Id) -> Customer: ...
    def find_by_number(self, number: int) -> Customer | None: ...
    def find_by_login(self, site: str, login_name: str) -> Customer | None: ...
    def find_by_external_id(self, id: str) -> Customer | None: ...
    def find_by_attribute(self, customer_set: str, attribute: str, value: Value) -> Customer | None: ...
    def update(self, id: Id, *, expected_version: int | None = ..., **fields: Unpack[CustomerPatch]) -> Customer:
        """What is left out stays, `None` clears. Without `expected_version` the last writer wins."""
    def update_all(self, patches: Iterable[CustomerPatchOf]) -> list[Customer | Error]:
        """Changes several; each names its customer as `id`."""
    def disable(self, id: Id) -> Customer: ...
    def enable(self, id: Id) -> Customer: ...
    def approve(self, id: Id) -> Customer: ...
    def register(self, id: Id, login_name: str | None = ...) -> Customer: ...
    def delete(self, id: Id) -> None: ...
    def activity(self, id: Id) -> Activity: ...
    def possible_actions(self, id: Id) -> list[str]: ...
    def addresses(self, id: Id) -> Addresses: ...
    def find(self, **listing: Unpack[Listing]) -> CustomerPage:
        """A page of customers: sorted by `created_at`, `name`, `number`, `last_order` or
        `lifetime_spend.usd` (or another currency), with ` desc` from high to low."""
    def iterate(self, **listing: Unpack[Listing]) -> CustomerIterator:
        """All customers of a listing, over its pages, each of which is read when it is needed."""


@final
class CustomerIterator:
    """The rows of a listing over all its pages. It can be read once.

    Given to Arrow, its rows are batches of up to 1,000, read as they are asked for.
    """
    def __iter__(self) -> Self: ...
    def __next__(self) -> CustomerRow: ...
    def __arrow_c_stream__(self, requested_schema: object | None = ...) -> CapsuleType: ...


@final
class CustomerPage:
    """A page of customers, which polars, pandas and DuckDB read by whole columns.

    Money is in minor units beside its currency; an attribute is a column `attributes.code`, of
    which numbers are the nearest floats. A notebook shows names and e-mail addresses.

    >>> import polars
    >>> polars.DataFrame(admin.customers.find(sort="number"))["status"].to_list()
    ['guest', 'active']
    """
    @property
    def items(self) -> tuple[CustomerRow, ...]: ...
    @property
    def next(self) -> str | None:
        """The cursor of the page behind this one."""
    @property
    def previous(self) -> str | None: ...
    @property
    def total(self) -> int | None:
        """How many rows there are in all, where it was asked for."""
    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[CustomerRow]: ...
    @overload
    def __getitem__(self, key: SupportsIndex, /) -> CustomerRow: ...
    @overload
    def __getitem__(self, key: slice, /) -> tuple[CustomerRow, ...]: ...
    def _repr_html_(self) -> str: ...
    def __arrow_c_stream__(self, requested_schema: object | None = ...) -> CapsuleType: ...


@final
class Page(Generic[_T]):
    """A page of segments, orders or entries of a ledger."""
    @property
    def items(self) -> tuple[_T, ...]: ...
    @property
    def next(self) -> str | None:
        """The cursor of the page behind this one."""
    @property
    def previous(self) -> str | None: ...
    @property
    def total(self) -> int | None:
        """How many rows there are in all, where it was asked for."""
    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[_T]: ...
    @overload
    def __getitem__(self, key: SupportsIndex, /) -> _T: ...
    @overload
    def __getitem__(self, key: slice, /) -> tuple[_T, ...]: ...
    def _repr_html_(self) -> str: ...


@final
class Segment:
    """A group of customers, picked by hand."""
    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def description(self) -> str | None: ...
    @property
    def created_at(self) -> datetime: ...
    @property
    def version(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]: ...


@final
class Segments:
    """The segments, of a directory in use.

    >>> admin.segments.create("press", name="Press")
    <Segment press>
    >>> admin.segments.add("press", [john.id])
    1
    >>> admin.segments.of(john.id)
    [<Segment press>]
    >>> admin.segments.members("press").items == (john,)
    False
    >>> [member.id == john.id for member in admin.segments.members("press")]
    [True]
    """
    def create(self, code: str, **fields: Unpack[NewSegment]) -> Segment: ...
    def get(self, code: str) -> Segment: ...
    def list(self, *, limit: int | None = ..., cursor: str | None = ...) -> Page[Segment]: ...
    def update(self, code: str, **fields: Unpack[SegmentPatch]) -> Segment: ...
    def delete(self, code: str) -> None: ...
    def add(self, code: str, customers: Iterable[Id]) -> int:
        """How many were not in it before."""
    def remove(self, code: str, customers: Iterable[Id]) -> int: ...
    def add_to(self, customer: Id, codes: Iterable[str]) -> int: ...
    def remove_from(self, customer: Id, codes: Iterable[str]) -> int: ...
    def size(self, code: str) -> int: ...
    def members(self, code: str, **listing: Unpack[Listing]) -> CustomerPage: ...
    def of(self, customer: Id) -> _List[Segment]: ...


@final
class Activity:
    """The figures kept over a customer's orders."""
    @property
    def customer(self) -> UUID: ...
    @property
    def order_count(self) -> int: ...
    @property
    def spend_by_currency(self) -> list[Money]: ...
    @property
    def last_order(self) -> LastOrder | None: ...
    @property
    def version(self) -> int: ...
    def lifetime_spend(self, currency: str) -> Money: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]: ...


@final
class LastOrder:
    """The latest order of a customer."""
    @property
    def site(self) -> str: ...
    @property
    def number(self) -> str: ...
    @property
    def placed_at(self) -> datetime: ...
    @property
    def status(self) -> fields.OrderStatus: ...
    @property
    def total(self) -> Money: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]: ...


@final
class Order:
    """An order that was recorded."""
    @property
    def customer(self) -> UUID: ...
    @property
    def site(self) -> str: ...
    @property
    def number(self) -> str: ...
    @property
    def placed_at(self) -> datetime: ...
    @property
    def status(self) -> fields.OrderStatus: ...
    @property
    def total(self) -> Money: ...
    @property
    def returned(self) -> Money: ...
    @property
    def spend(self) -> Money: ...
    @property
    def payment(self) -> str | None: ...
    @property
    def lines(self) -> list[OrderLine]: ...
    @property
    def version(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]: ...


@final
class OrderLine:
    """A line of an order."""
    @property
    def product(self) -> str: ...
    @property
    def name(self) -> str | None: ...
    @property
    def quantity(self) -> int: ...
    @property
    def price(self) -> Money | None: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]: ...


@final
class Recorded:
    """An order, and what recording it did."""
    @property
    def order(self) -> Order: ...
    @property
    def outcome(self) -> Literal["created", "updated", "unchanged"]: ...


@final
class Orders:
    """The orders, of a directory in use.

    >>> done = admin.orders.record(john.id, number="1000", site="mystic-sports", total="1200.00")
    >>> done.outcome, str(done.order.total)
    ('created', '1200.00 USD')
    >>> admin.orders.record(john.id, number="1001", site="mystic-sports", total=9.99)
    Traceback (most recent call last):
    patronage.ValidationError: 1 violation: total: expected Money, a Decimal, an int or a text; a float is never money
    """
    def record(self, customer: Id, **fields: Unpack[NewOrder]) -> Recorded: ...
    def record_all(self, orders: Iterable[NewOrderOf]) -> list[Recorded | Error]:
        """Records each as far as it can be; each names its customer as `customer`."""
    def get(self, site: str, number: str) -> Order: ...
    def of(self, customer: Id, *, limit: int | None = ..., cursor: str | None = ...) -> Page[Order]: ...


@final
class Credit:
    """Purchase-order credit, of a directory in use.

    Amounts are `Money`, or a decimal in the currency of the account; `currency` says which account is
    meant where a customer has several. An operation that moves money has a `key` of 1 to 128 bytes: a
    request that is sent again with it is answered again, and not carried out again.

    >>> site = admin.sites.set_purchase_orders("mystic-sports", enabled=True,
    ...     terms=[{"code": "net30", "description": "Net 30", "net_days": 30}])
    >>> account = admin.credit.open(john.id, limit="5000.00", overdraft_amount="1000.00",
    ...                             terms={"mystic-sports": ["net30"]})
    >>> charged = admin.credit.charge(john.id, "120.00", site="mystic-sports", order="1001",
    ...                               purchase_order="PO-7", key="order-1001")
    >>> paid = admin.credit.pay(john.id, "100.00", key="payment-1")
    >>> status = admin.credit.status(john.id)
    >>> str(status.outstanding), str(status.total_available)
    ('20.00 USD', '5980.00 USD')
    >>> admin.credit.pay(john.id, "100.00", key="payment-1") == paid
    True
    >>> try:
    ...     admin.credit.charge(john.id, 6000, site="mystic-sports", purchase_order="PO-8", key="order-1002")
    ... except patronage.CreditError as error:
    ...     print(error.code, error.requested, error.total_available)
    credit.limit_exceeded 6000.00 USD 5980.00 USD
    """
    def open(self, customer: Id, **fields: Unpack[NewCreditAccount]) -> CreditAccount:
        """Opens an account, of which a customer has at most one in each currency.

        The overdraft is an amount, or a percent of the limit of the moment. Terms are given by site,
        out of those that the site has. From then on the customer cannot be deleted.
        """
    def get(self, customer: Id, **fields: Unpack[CreditOf]) -> CreditAccount:
        """The account as it was last recorded; `status` says how it stands now."""
    def accounts(self, customer: Id) -> list[CreditAccount]: ...
    def status(self, customer: Id, **fields: Unpack[CreditOf]) -> CreditStatus:
        """How the account stands now. A reservation that has run out holds nothing."""
    def set_limit(self, customer: Id, limit: Amount, **fields: Unpack[CreditOf]) -> CreditAccount:
        """Sets the limit. Below what is owed it leaves nothing available."""
    def set_overdraft(self, customer: Id, **fields: Unpack[OverdraftPatch]) -> CreditAccount:
        """Sets what may be spent beyond the limit; without an amount and a percent it is nothing."""
    def set_terms(self, customer: Id, **fields: Unpack[CreditTermsPatch]) -> CreditAccount:
        """Sets the payment terms on a site. Items and reservations keep theirs."""
    def set_keep_surplus(self, customer: Id, keep: bool, **fields: Unpack[CreditOf]) -> CreditAccount:
        """Sets whether a payment may be more than what is owed."""
    def set_hold_when_overdue(self, customer: Id, days: int | None, **fields: Unpack[CreditOf]) -> CreditAccount:
        """Sets after how many days an overdue item holds the account; `None` for never."""
    def enable(self, customer: Id, **fields: Unpack[CreditOf]) -> CreditAccount: ...
    def disable(self, customer: Id, **fields: Unpack[CreditOf]) -> CreditAccount:
        """Refuses new orders. What is owed and promised stays, and everything else works as before."""
    def hold(self, customer: Id, **fields: Unpack[CreditHold]) -> CreditAccount:
        """Refuses new orders for a reason of 1 to 200 characters."""
    def lift_hold(self, customer: Id, **fields: Unpack[CreditOf]) -> CreditAccount: ...
    def offer(self, customer: Id, **fields: Unpack[OrderTotal]) -> CreditOffer:
        """What the account can pay of an order.

        >>> offer = admin.credit.offer(john.id, site="mystic-sports", order_total="120.00")
        >>> str(offer.amount), offer.split, offer.terms
        ('120.00 USD', False, [<PaymentTerm net30>])
        """
    def preview(self, customer: Id, **fields: Unpack[CreditOnSite]) -> CreditPreview:
        """What a page of a site needs to say what an order would mean, as of now.

        >>> preview = admin.credit.preview(john.id, site="mystic-sports")
        >>> str(preview.after_reserve("120.00").reserved)
        '120.00 USD'
        """
    def terms_impact(self, site: str, **fields: Unpack[PurchaseOrdersPatch]) -> TermsImpact:
        """Whom `sites.set_purchase_orders` with these fields would affect. Nothing is changed.

        >>> impact = admin.credit.terms_impact("mystic-sports", terms=[])
        >>> impact.removed, len(impact.left_with_none)
        (['net30'], 1)
        """
    def reserve(self, customer: Id, amount: Amount, **fields: Unpack[NewReservation]) -> CreditEntry:
        """Promises an amount to an order, until it is captured, released or runs out.

        >>> reserved = admin.credit.reserve(john.id, "80.00", site="mystic-sports", order="1003",
        ...                                 purchase_order="PO-9", key="order-1003")
        >>> captured = admin.credit.capture(john.id, reservation=reserved.number, amount="50.00",
        ...                                 key="shipment-1", final=True)
        >>> str(captured.outstanding_change), str(captured.reserved_change)
        ('50.00 USD', '-80.00 USD')
        """
    def charge(self, customer: Id, amount: Amount, **fields: Unpack[NewPurchase]) -> CreditEntry:
        """Charges an order: it is owed at once, and due as its payment term says."""
    def charge_all(self, charges: Iterable[NewCharge]) -> list[CreditEntry | Error]:
        """Charges each by itself; each names its customer as `customer`. They are committed together."""
    def extend(self, customer: Id, **fields: Unpack[NewExtension]) -> CreditEntry:
        """Gives a reservation another moment of expiry; with `None` it does not run out."""
    def capture(self, customer: Id, **fields: Unpack[NewCapture]) -> CreditEntry:
        """Makes an amount of a reservation owed. With `final` the rest of it is given up.

        A request is the same by its reservation and amount: one whose key was used is answered with
        the entry of then, whatever it says about `final`.
        """
    def release(self, customer: Id, **fields: Unpack[NewRelease]) -> CreditEntry:
        """Gives up a reservation, or an amount of it."""
    def pay(self, customer: Id, amount: Amount, **fields: Unpack[NewCreditPayment]) -> CreditEntry:
        """Takes a payment, which goes to the oldest items. `items` puts amounts onto entries first.

        More than what is owed is refused unless the payment or the account keeps the surplus. A
        payment lets what is available rise, and leaves the limit as it is.
        """
    def credit_note(self, customer: Id, **fields: Unpack[NewCreditNote]) -> CreditEntry:
        """Lowers what an item is worth. Money that comes free goes to the oldest open item."""
    def void(self, customer: Id, **fields: Unpack[NewVoid]) -> CreditEntry:
        """Makes an item owed no longer: a credit note of all that it is still worth, once."""
    def reverse_payment(self, customer: Id, **fields: Unpack[NewPaymentReversal]) -> CreditEntry:
        """Takes a payment back that did not come about. What it paid is open again."""
    def refund(self, customer: Id, amount: Amount, **fields: Unpack[NewRefund]) -> CreditEntry:
        """Records that money was sent back, at most the unapplied credit."""
    def adjust(self, customer: Id, amount: Amount, **fields: Unpack[NewAdjustment]) -> CreditEntry:
        """Puts right what is owed, up or down, for a reason."""
    def open_items(self, customer: Id, **fields: Unpack[CreditOf]) -> list[CreditPosition]:
        """The items that are not paid in full, the oldest due date first."""
    def reservations(self, customer: Id, **fields: Unpack[CreditOf]) -> list[CreditPosition]:
        """The reservations of which something is left, the first to run out first."""
    def entries(
        self, customer: Id, *, limit: int | None = ..., cursor: str | None = ..., **fields: Unpack[CreditOf]
    ) -> Page[CreditEntry]:
        """A page of the ledger, the latest entry first."""
    def iterate(self, customer: Id, *, limit: int | None = ..., **fields: Unpack[CreditOf]) -> CreditEntryIterator:
        """The whole ledger, the latest entry first; `limit` is the size of a page.

        >>> [entry.kind for entry in admin.credit.iterate(john.id)]
        ['capture', 'reserve', 'pay', 'charge', 'open']
        """
    def head(self, customer: Id, **fields: Unpack[CreditOf]) -> Head:
        """The end of the ledger. Kept elsewhere, it shows any later alteration of what was before it."""
    def verify(self, customer: Id, *, against: Head | None = ..., **fields: Unpack[CreditOf]) -> Verification:
        """Goes through the whole ledger. Without a head it finds only what was altered carelessly.

        >>> admin.credit.verify(john.id, against=admin.credit.head(john.id))
        <Verification sound>
        """
    def statement(self, customer: Id, **fields: Unpack[Days]) -> Statement:
        """What happened from one day to another, both in it, and what was open at the end."""
    def ageing(self, customer: Id, **fields: Unpack[AsOf]) -> Ageing:
        """What was owed at the end of a day, by how long it was overdue.

        >>> ageing = admin.credit.ageing(john.id, as_of="2999-01-01")
        >>> str(ageing.overdue_over_90), str(ageing.outstanding)
        ('70.00 USD', '70.00 USD')
        """
    def advance(self) -> int:
        """Records the reservations that have run out, over all accounts. Nothing depends on it."""


@final
class CreditAccount:
    """The purchase-order credit of a customer in one currency."""
    @property
    def id(self) -> UUID: ...
    @property
    def customer(self) -> UUID: ...
    @property
    def currency(self) -> str: ...
    @property
    def limit(self) -> Money: ...
    @property
    def overdraft(self) -> Money | Percent | None: ...
    @property
    def enabled(self) -> bool: ...
    @property
    def hold(self) -> Hold | None: ...
    @property
    def hold_when_overdue(self) -> int | None: ...
    @property
    def keep_surplus(self) -> bool: ...
    @property
    def terms(self) -> dict[str, list[str]]:
        """By site."""
    @property
    def figures(self) -> Figures:
        """As they were recorded: a reservation that has run out since is in them."""
    @property
    def next_expiry(self) -> datetime | None:
        """A moment before which no reservation runs out."""
    @property
    def opened_at(self) -> datetime: ...
    @property
    def head(self) -> Head: ...
    @property
    def version(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]: ...


@final
class Figures:
    """What an account has at one moment."""
    @property
    def currency(self) -> str: ...
    @property
    def limit(self) -> Money:
        """What may be owed and promised, apart from the overdraft."""
    @property
    def overdraft(self) -> Money: ...
    @property
    def outstanding(self) -> Money:
        """What the customer owes; below zero when the customer has paid more than that."""
    @property
    def reserved(self) -> Money:
        """What is promised to orders and not yet owed."""
    @property
    def unapplied(self) -> Money:
        """The customer's money that is on no item."""
    @property
    def available(self) -> Money:
        """`limit - outstanding - reserved`."""
    @property
    def total_available(self) -> Money:
        """`available + overdraft`: what the next order may cost."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]: ...


@final
class Hold:
    """Why new orders are refused."""
    @property
    def reason(self) -> str: ...
    @property
    def since(self) -> datetime: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]: ...


@final
class Head:
    """The end of a ledger. Its three parts are what a host keeps."""
    def __new__(cls, number: int, at: Moment, hash: str) -> Self: ...
    @property
    def number(self) -> int: ...
    @property
    def at(self) -> datetime: ...
    @property
    def hash(self) -> str:
        """64 hexadecimal digits."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]: ...


@final
class CreditStatus:
    """How a credit account stands at a moment."""
    @property
    def account(self) -> CreditAccount: ...
    @property
    def at(self) -> datetime: ...
    @property
    def figures(self) -> Figures: ...
    @property
    def limit(self) -> Money: ...
    @property
    def overdraft(self) -> Money: ...
    @property
    def outstanding(self) -> Money: ...
    @property
    def reserved(self) -> Money: ...
    @property
    def unapplied(self) -> Money: ...
    @property
    def available(self) -> Money: ...
    @property
    def total_available(self) -> Money: ...
    @property
    def refusal(self) -> Error | None:
        """Why new orders are refused, whatever they cost: the exception that they would raise."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]: ...


@final
class CreditOffer:
    """What a credit account can pay of an order."""
    @property
    def amount(self) -> Money:
        """Zero when nothing is offered."""
    @property
    def split(self) -> bool:
        """Whether the order costs more, so that something else has to pay the rest."""
    @property
    def terms(self) -> list[PaymentTerm]:
        """Those to choose from. A single one need not be named."""
    @property
    def withheld(self) -> Error | None:
        """Why nothing is offered."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]: ...


@final
class CreditPreview:
    """How the credit of a customer stands on a site, as of a moment, and what an order would mean.

    Its answers are those of the directory as long as nothing happens to the account. As JSON it is what
    the browser package reads, so that a page needs no request for each amount that is thought of.

    >>> me = directory.site("mystic-sports").as_shopper(john.id)
    >>> preview = patronage.CreditPreview.from_json(me.credit.preview().to_json())
    >>> str(preview.offer("120.00").amount), str(preview.after_reserve("120.00").reserved)
    ('120.00 USD', '120.00 USD')
    >>> [violation.path for violation in preview.check(purchase_order="", term="net30")]
    ['purchase_order']
    """
    @staticmethod
    def from_json(text: str) -> CreditPreview: ...
    def to_json(self) -> str: ...
    @property
    def site(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def figures(self) -> Figures: ...
    @property
    def refusal(self) -> Error | None:
        """Why new orders are refused, whatever they cost."""
    @property
    def purchase_orders(self) -> PurchaseOrders:
        """With the terms that the customer has, and the fields that are asked for."""
    def offer(self, total: Amount) -> CreditOffer:
        """A bare total is in the currency of the account."""
    def after_charge(self, amount: Amount) -> Figures:
        """The figures after a charge; what the charge would raise is raised."""
    def after_reserve(self, amount: Amount) -> Figures: ...
    def check(self, **fields: Unpack[NewPurchaseOrder]) -> tuple[Violation, ...]:
        """Everything that is wrong with a purchase order as such."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]: ...


@final
class CreditEntry:
    """An entry of the ledger, which is never changed, apart from an erasure of personal data."""
    @property
    def number(self) -> int:
        """Its place in the ledger, and the name of the reservation, item or payment that it made."""
    @property
    def kind(self) -> str: ...
    @property
    def transaction_type(self) -> int | None:
        """The number of its type in the ledgers of the product that this one follows."""
    @property
    def at(self) -> datetime: ...
    @property
    def author(self) -> tuple[Actor, str | UUID | None]: ...
    @property
    def customer(self) -> UUID: ...
    @property
    def account(self) -> UUID: ...
    @property
    def currency(self) -> str: ...
    @property
    def amount(self) -> Money | None: ...
    @property
    def outstanding_change(self) -> Money: ...
    @property
    def reserved_change(self) -> Money: ...
    @property
    def unapplied_change(self) -> Money: ...
    @property
    def after(self) -> Figures:
        """The figures of the account after it."""
    @property
    def target(self) -> int | None:
        """The entry that it is about: the reservation of a capture, the item of a credit note."""
    @property
    def site(self) -> str | None: ...
    @property
    def order(self) -> str | None: ...
    @property
    def term(self) -> str | None: ...
    @property
    def due(self) -> date | None: ...
    @property
    def expires_at(self) -> datetime | None: ...
    @property
    def key(self) -> str | None: ...
    @property
    def final(self) -> bool: ...
    @property
    def overrides_limit(self) -> bool:
        """Whether an administrator took the order beyond what was available; `note` says why."""
    @property
    def setting(self) -> dict[str, Any] | None:
        """What was set, by the names of the arguments that set it."""
    @property
    def allocations(self) -> list[Allocation]:
        """Which money went onto which items, and which came off."""
    @property
    def purchase_order(self) -> str | None:
        """`None` also after an erasure."""
    @property
    def note(self) -> str | None: ...
    @property
    def fields(self) -> dict[str, str]: ...
    @property
    def redacted(self) -> bool:
        """Whether its personal fields were erased."""
    @property
    def hash(self) -> str: ...
    @property
    def previous(self) -> str | None: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]: ...


@final
class Allocation:
    """Money of a payment that went onto an item; below zero where it came off."""
    @property
    def payment(self) -> int: ...
    @property
    def item(self) -> int: ...
    @property
    def amount(self) -> Money: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]: ...


@final
class CreditEntryIterator:
    """The entries of a ledger over all its pages. It can be read once.

    Given to Arrow, an amount is a decimal of the scale of its currency.
    """
    def __iter__(self) -> Self: ...
    def __next__(self) -> CreditEntry: ...
    def __arrow_c_stream__(self, requested_schema: object | None = ...) -> CapsuleType: ...


@final
class CreditPosition:
    """A reservation, an item or a payment of a credit account, by the entry that made it."""
    @property
    def kind(self) -> Literal["reservation", "item", "payment"]: ...
    @property
    def number(self) -> int:
        """The entry that made it."""
    @property
    def customer(self) -> UUID: ...
    @property
    def currency(self) -> str: ...
    @property
    def amount(self) -> Money:
        """What it was made with."""
    @property
    def left(self) -> Money:
        """Still promised, still to be paid, or on no item."""
    @property
    def site(self) -> str | None: ...
    @property
    def order(self) -> str | None: ...
    @property
    def term(self) -> str | None: ...
    @property
    def due(self) -> date | None:
        """When an item is to be paid. On that day it is not yet overdue."""
    @property
    def expires_at(self) -> datetime | None:
        """From when on a reservation holds nothing."""
    def days_overdue(self, today: Day) -> int: ...
    @property
    def version(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]: ...


@final
class Statement:
    """What happened on an account over some days, and what is open at their end.

    As text it is tables for people. Given to Arrow, its lines are rows, and an amount is a decimal of
    the scale of its currency.
    """
    @property
    def customer(self) -> UUID: ...
    @property
    def currency(self) -> str: ...
    @property
    def from_(self) -> date: ...
    @property
    def to(self) -> date: ...
    @property
    def opening(self) -> Money:
        """What was owed before the first day."""
    @property
    def lines(self) -> tuple[StatementLine, ...]:
        """The entries that changed what is owed."""
    @property
    def closing(self) -> Money: ...
    @property
    def open_items(self) -> tuple[OpenItem, ...]: ...
    @property
    def ageing(self) -> Ageing: ...
    def to_csv(self) -> str:
        """The lines with a heading; a text that a spreadsheet would take for a formula is defused."""
    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[StatementLine]: ...
    def __arrow_c_stream__(self, requested_schema: object | None = ...) -> CapsuleType: ...
    def _repr_html_(self) -> str: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]: ...


@final
class StatementLine:
    """An entry that changed what is owed, and what was owed after it."""
    @property
    def date(self) -> date_:
        """In the time zone of the tenant."""
    @property
    def entry(self) -> CreditEntry: ...
    @property
    def balance(self) -> Money: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]: ...


@final
class OpenItem:
    """An item that is not paid in full on a day."""
    @property
    def number(self) -> int: ...
    @property
    def due(self) -> date: ...
    @property
    def amount(self) -> Money: ...
    @property
    def open(self) -> Money:
        """What is still to be paid."""
    @property
    def days_overdue(self) -> int: ...
    @property
    def site(self) -> str | None: ...
    @property
    def order(self) -> str | None: ...
    @property
    def term(self) -> str | None: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]: ...


@final
class Ageing:
    """What a customer owes, by how long it is overdue on a day. What is due on the day is current."""
    @property
    def as_of(self) -> date: ...
    @property
    def current(self) -> Money: ...
    @property
    def overdue_1_to_30(self) -> Money: ...
    @property
    def overdue_31_to_60(self) -> Money: ...
    @property
    def overdue_61_to_90(self) -> Money: ...
    @property
    def overdue_over_90(self) -> Money: ...
    @property
    def unapplied(self) -> Money: ...
    @property
    def outstanding(self) -> Money: ...
    @property
    def columns(self) -> dict[str, Money]:
        """Every column with its heading."""
    def to_csv(self) -> str: ...
    def __arrow_c_stream__(self, requested_schema: object | None = ...) -> CapsuleType: ...
    def _repr_html_(self) -> str: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]: ...


@final
class Verification:
    """What the check of a ledger found."""
    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
    @property
    def findings(self) -> list[LedgerFinding]: ...
    @property
    def entries(self) -> int: ...
    @property
    def redacted(self) -> int:
        """In how many entries the personal fields were erased."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]: ...


@final
class LedgerFinding:
    """Something that is wrong with a ledger."""
    @property
    def kind(self) -> Literal["number", "chain", "hash", "commitment", "time", "figures", "account", "position", "head"]: ...
    @property
    def number(self) -> int | None:
        """The entry; `None` where it is the account."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]: ...


@final
class Event:
    """Something that happened. It holds nothing of a customer but ids and order numbers, apart from an
    entry of a ledger of credit, which is its event.
    """
    @property
    def position(self) -> int: ...
    @property
    def number(self) -> int | None: ...
    @property
    def kind(self) -> str: ...
    @property
    def subject(self) -> tuple[str, str | int | UUID | list[str] | None]:
        """The word for the thing, and what says which one it is."""
    @property
    def reason(self) -> str | None: ...
    @property
    def customer(self) -> UUID | None: ...
    @property
    def author(self) -> tuple[Actor, str | UUID | None]: ...
    @property
    def credit_entry(self) -> CreditEntry | None:
        """The entry of a ledger that the event is."""
    @property
    def site(self) -> str | None: ...
    @property
    def at(self) -> datetime: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]: ...


@final
class Events:
    """Events from a place in the trail on: iterating gives pages, until there are no more."""
    def read(self) -> EventPage: ...
    def __iter__(self) -> Self: ...
    def __next__(self) -> EventPage: ...


@final
class EventPage:
    """Some events, and where the next ones begin."""
    @property
    def events(self) -> tuple[Event, ...]: ...
    @property
    def next(self) -> int: ...
    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[Event]: ...


@final
class Storefront:
    """The directory as the visitors of one site use it."""
    def get(self) -> Site: ...
    def attributes(self) -> Schema:
        """The definitions that shoppers see, compiled."""
    def as_shopper(self, customer: Id) -> Shopper: ...


@final
class Shopper:
    """The directory as one customer uses it: it reaches only itself.

    >>> me = directory.site("mystic-sports").as_shopper(john.id)
    >>> me.update(phone="+1 212 555 0100").phone
    '+1 212 555 0100'
    >>> me.update(tax_exempt=True)
    Traceback (most recent call last):
    patronage.ValidationError: 1 violation: tax_exempt: shoppers do not change this themselves
    """
    def profile(self) -> Customer: ...
    def update(self, *, expected_version: int | None = ..., **fields: Unpack[CustomerPatch]) -> Customer: ...
    @property
    def addresses(self) -> Addresses: ...
    @property
    def orders(self) -> OwnOrders: ...
    @property
    def credit(self) -> OwnCredit:
        """The host records what is done with it, as staff or as a job."""


@final
class OwnCredit:
    """Purchase-order credit of a shopper, in the currency of the site."""
    def figures(self) -> Figures: ...
    def offer(self, total: Amount) -> CreditOffer:
        """What the account can pay of an order on this site."""
    def preview(self) -> CreditPreview:
        """What a page of this site needs to say what an order would mean: without notes, reasons and authors."""
    def open_items(self) -> list[CreditPosition]:
        """Those that are not paid in full, the oldest due date first."""


@final
class TermsImpact:
    """What a change of a site's payment terms would mean for the customers who have them."""
    @property
    def removed(self) -> list[str]:
        """The terms that the site would no longer have."""
    @property
    def changed(self) -> list[str]:
        """The terms that would say something else, such as another number of days."""
    @property
    def accounts(self) -> list[AffectedAccount]:
        """Those that have one of them, by customer and currency."""
    @property
    def left_with_none(self) -> list[AffectedAccount]:
        """Those that could not order on the site any more."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]: ...


@final
class AffectedAccount:
    """A credit account that has a payment term which would be removed or changed."""
    @property
    def customer(self) -> UUID: ...
    @property
    def currency(self) -> str: ...
    @property
    def terms(self) -> list[str]:
        """Those of its terms that would be removed or changed."""
    @property
    def left(self) -> list[str]:
        """The terms that it would still have on the site."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]: ...


@final
class OwnOrders:
    """The orders of a shopper."""
    def list(self, *, limit: int | None = ..., cursor: str | None = ...) -> Page[Order]: ...
    def get(self, site: str, number: str) -> Order: ...


@final
class AttributeDefinition:
    """What a merchant says about an attribute."""
    @property
    def code(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def labels(self) -> dict[str, str]:
        """Translations by language."""
    @property
    def admin_name(self) -> str: ...
    @property
    def help(self) -> str | None: ...
    @property
    def input(self) -> Literal["text_box", "text_area", "date", "yes_no", "list"]: ...
    @property
    def data_type(self) -> Literal["text", "number", "date", "boolean"]: ...
    @property
    def display_group(self) -> Literal["admin_only", "admin_and_storefront"]: ...
    @property
    def value_source(self) -> Literal["admin_entered", "shopper_entered", "admin_and_shopper_entered"]: ...
    @property
    def required(self) -> list[Context]: ...
    @property
    def default(self) -> _Shown | None: ...
    @property
    def options(self) -> list[AttributeOption]: ...
    @property
    def multiple(self) -> bool: ...
    @property
    def min_choices(self) -> int | None: ...
    @property
    def max_choices(self) -> int | None: ...
    @property
    def min_length(self) -> int | None: ...
    @property
    def max_length(self) -> int | None: ...
    @property
    def pattern(self) -> Pattern | None: ...
    @property
    def min_value(self) -> Decimal | None: ...
    @property
    def max_value(self) -> Decimal | None: ...
    @property
    def min_date(self) -> str | None:
        """A day, or a distance such as `today-30`."""
    @property
    def max_date(self) -> str | None: ...
    @property
    def must_be_true(self) -> bool: ...
    @property
    def active(self) -> bool: ...
    @property
    def read_only(self) -> bool: ...
    @property
    def unique(self) -> bool: ...
    @property
    def filterable(self) -> bool: ...
    @property
    def deleted(self) -> bool: ...
    @property
    def order(self) -> int: ...
    @property
    def metadata(self) -> dict[str, str]: ...
    @property
    def version(self) -> int: ...
    def is_visible_to(self, actor: Actor) -> bool: ...
    def is_writable_by(self, actor: Actor) -> bool: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]: ...


@final
class AttributeOption:
    """An option of a list."""
    @property
    def value(self) -> str | Decimal: ...
    @property
    def label(self) -> str: ...
    @property
    def order(self) -> int: ...
    @property
    def offered(self) -> bool: ...
    @property
    def hidden(self) -> bool: ...
    @property
    def active(self) -> bool: ...
    def __eq__(self, other: object, /) -> bool: ...


@final
class SchemaChange:
    """A change of definitions: several steps, made together. Each method gives another one.

    >>> change = patronage.SchemaChange().define("vat-id", label="VAT id", input="text_box", max_length=14)
    >>> str(admin.attributes.apply(change.update("vat-id", max_length=12)))
    '0 customers, none against it'
    >>> admin.attributes.get("vat-id").max_length
    12
    """
    def __new__(cls) -> Self: ...
    @staticmethod
    def from_json(text: str) -> SchemaChange: ...
    def define(self, code: str | None = ..., **members: Unpack[NewAttribute]) -> SchemaChange: ...
    def put(self, code: str | None = ..., **members: Unpack[NewAttribute]) -> SchemaChange: ...
    def update(self, code: str, **members: Unpack[AttributePatch]) -> SchemaChange: ...
    def delete(self, code: str, *, purge: bool = ...) -> SchemaChange: ...
    def restore(self, code: str) -> SchemaChange: ...
    def __eq__(self, other: object, /) -> bool: ...


@final
class DryRun:
    """What a change finds among the customers."""
    @property
    def customers(self) -> int: ...
    @property
    def findings(self) -> list[Finding]: ...
    @property
    def is_clean(self) -> bool: ...
    def __eq__(self, other: object, /) -> bool: ...


@final
class Finding:
    """How many customers hold what a rule refuses."""
    @property
    def attribute(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def customers(self) -> int: ...
    @property
    def samples(self) -> list[UUID]: ...
    def __eq__(self, other: object, /) -> bool: ...


@final
class PendingChange:
    """A change that is in progress."""
    @property
    def started_at(self) -> datetime: ...
    @property
    def on_violation(self) -> OnViolation: ...
    @property
    def version(self) -> int: ...


@final
class Attributes:
    """The definitions of attributes, of a directory in use.

    >>> admin.attributes.define("size", label="Size", input="list", options=["s", "m", "l"])
    <AttributeDefinition size list>
    >>> [option.value for option in admin.attributes.get("size").options]
    ['s', 'm', 'l']
    """
    def schema(self) -> Schema: ...
    def get(self, code: str) -> AttributeDefinition: ...
    def deleted(self) -> list[AttributeDefinition]: ...
    def define(self, code: str | None = ..., **members: Unpack[NewAttribute]) -> AttributeDefinition: ...
    def update(self, code: str, **members: Unpack[AttributePatch]) -> AttributeDefinition:
        """What is left out stays; `None` takes a member back to what it is when nothing is said."""
    def delete(self, code: str, *, purge: bool = ...) -> None:
        """Deletes an attribute, and keeps its values hidden unless they are purged."""
    def restore(self, code: str) -> AttributeDefinition: ...
    def export(self) -> str: ...
    def check(self, change: SchemaChange) -> None: ...
    def dry_run(self, change: SchemaChange, *, progress: _Progress | None = ...) -> DryRun:
        """What a change would find. `progress` is told how many customers were looked at, of how many;
        what it raises is raised."""
    def apply(
        self, change: SchemaChange, *, on_violation: OnViolation | None = ..., progress: _Progress | None = ...
    ) -> DryRun:
        """Makes a change. What `progress` raises leaves it in progress, to be resumed."""
    def begin(self, change: SchemaChange, *, on_violation: OnViolation | None = ...) -> ChangeRun: ...
    def in_progress(self) -> PendingChange | None: ...
    def resume(self) -> ChangeRun | None: ...


@final
class ChangeRun:
    """A change that is made customer by customer: iterate over its steps, then finish it."""
    def step(self) -> tuple[int, int] | None:
        """How many customers were looked at, of how many; `None` when all have been."""
    def finish(self) -> DryRun: ...
    def cancel(self) -> None: ...
    def __iter__(self) -> Self: ...
    def __next__(self) -> tuple[int, int]: ...


@final
class Schema:
    """Definitions of attributes, compiled: to check documents by.

    A document is a JSON text, which is checked while it is read, or a dictionary. The actor is
    `shopper` and the day is today unless others are named.

    >>> schema = patronage.Schema.compile([
    ...     {"code": "size", "label": "Size", "input": "list", "options": ["s", "m"], "display_group": "admin_and_storefront",
    ...      "value_source": "admin_and_shopper_entered"},
    ... ])
    >>> schema.validate('{"size": "m"}', context="profile").values
    {'size': 'm'}
    >>> outcome = schema.validate({"size": "xl", "sise": 1}, context="profile")
    >>> outcome.ok, [str(violation) for violation in outcome.violations]
    (False, ['size: expected one of `s`, `m`', 'sise: there is no such attribute; is `size` meant?'])
    """
    @staticmethod
    def compile(definitions: Sequence[Definition]) -> Schema: ...
    @staticmethod
    def from_json(text: str) -> Schema: ...
    def to_json(self, actor: Actor | None = ...) -> str: ...
    def seen_by(self, actor: Actor) -> Schema: ...
    @property
    def definitions(self) -> list[AttributeDefinition]: ...
    def get(self, code: str) -> AttributeDefinition | None: ...
    def validate(
        self, document: str | bytes | Values, *, context: Context, actor: Actor | None = ..., today: Day | None = ..., previous: Outcome | Customer | Values | None = ..., correcting: bool = ...
    ) -> Outcome:
        """Checks a document. What equals its previous value is not checked again."""
    def validate_form(
        self, fields: Mapping[str, str] | Sequence[tuple[str, str]], *, context: Context, actor: Actor | None = ..., today: Day | None = ..., previous: Outcome | Customer | Values | None = ..., correcting: bool = ...
    ) -> Outcome:
        """Checks the fields of a form, as a web framework has them: everything is text."""
    def validate_all(
        self, documents: Iterable[str | bytes | Values], *, context: Context, actor: Actor | None = ..., today: Day | None = ..., correcting: bool = ...
    ) -> list[Outcome]:
        """Checks many; while they are texts, other threads run meanwhile, and the values of an outcome
        are made when they are asked for."""
    def check_all(
        self, documents: Iterable[str | bytes | Values], *, context: Context, actor: Actor | None = ..., today: Day | None = ..., correcting: bool = ...
    ) -> dict[int, tuple[Violation, ...]]:
        """As `validate_all`, and keeps nothing of documents without mistakes: what is wrong with the
        others, by their places. The lines of an open file are documents, too; they are read 1,000 at a
        time.

        >>> lines = ['{"size": "s"}', '{"size": "xl"}', '{"size": "m"}']
        >>> for place, violations in schema.check_all(lines, context="profile").items():
        ...     print(f"line {place + 1}:", *violations)
        line 2: size: expected one of `s`, `m`
        """
    def check(
        self, document: str | bytes | Values, *, context: Context, actor: Actor | None = ..., today: Day | None = ..., previous: Outcome | Customer | Values | None = ..., correcting: bool = ...
    ) -> tuple[Violation, ...]:
        """As `validate`, and keeps nothing."""
    def validate_field(
        self, code: str, value: Value | None, *, context: Context, actor: Actor | None = ..., today: Day | None = ..., previous: Outcome | Customer | Values | None = ..., correcting: bool = ...
    ) -> _Shown | None:
        """Checks one field, as while somebody types, and gives the value that it would have."""
    def to_json_schema(self, *, context: Context, actor: Actor | None = ..., today: Day | None = ..., correcting: bool = ...) -> dict[str, Any]: ...
    def difference(self, other: Schema) -> SchemaDifference: ...
    def __len__(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]: ...


@final
class Outcome:
    """What came of checking a document: true when nothing is wrong with it."""
    @property
    def ok(self) -> bool: ...
    @property
    def values(self) -> dict[str, _Shown] | None:
        """What is held afterwards; None when something is wrong."""
    @property
    def violations(self) -> tuple[Violation, ...]: ...
    def __bool__(self) -> bool: ...
    def __eq__(self, other: object, /) -> bool: ...


@final
class SchemaDifference:
    """How the definitions of two schemas differ: true when there is something to do."""
    @property
    def added(self) -> list[AttributeDefinition]: ...
    @property
    def changed(self) -> list[MemberChange]: ...
    @property
    def absent(self) -> list[AttributeDefinition]: ...
    def __bool__(self) -> bool: ...
    def __eq__(self, other: object, /) -> bool: ...


@final
class MemberChange:
    """A member of a definition that differs; before and after are JSON texts."""
    @property
    def code(self) -> str: ...
    @property
    def member(self) -> str: ...
    @property
    def before(self) -> str | None: ...
    @property
    def after(self) -> str | None: ...
    def __eq__(self, other: object, /) -> bool: ...


@final
class Pattern:
    """A pattern for texts, which browsers read alike.

    >>> patronage.Pattern("[A-Z]{2}[0-9]+").matches("DE1")
    True
    """
    def __new__(cls, text: str) -> Self: ...
    def matches(self, value: str) -> bool: ...
    def to_ecmascript(self) -> str: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs__(self) -> tuple[str]: ...


@final
class Money:
    """An exact amount in a currency, with at most as many decimals as the currency has.

    >>> patronage.Money("1.50", "USD") + patronage.Money("0.25", "USD")
    <Money 1.75 USD>
    >>> patronage.Money(1.5, "USD")
    Traceback (most recent call last):
    patronage.ValidationError: 1 violation: amount: expected Money, a Decimal, an int or a text; a float is never money
    """
    def __new__(cls, amount: Amount, currency: str) -> Self: ...
    @staticmethod
    def from_minor(minor: int, currency: str) -> Money: ...
    @property
    def amount(self) -> Decimal: ...
    @property
    def currency(self) -> str: ...
    @property
    def minor(self) -> int: ...
    def __add__(self, other: Money, /) -> Money: ...
    def __radd__(self, other: Money, /) -> Money: ...
    def __sub__(self, other: Money, /) -> Money: ...
    def __rsub__(self, other: Money, /) -> Money: ...
    def __neg__(self) -> Money: ...
    def __bool__(self) -> bool: ...
    def __lt__(self, other: Money, /) -> bool: ...
    def __le__(self, other: Money, /) -> bool: ...
    def __gt__(self, other: Money, /) -> bool: ...
    def __ge__(self, other: Money, /) -> bool: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]: ...


@final
class Percent:
    """A share of an amount: 12.5 is 12.5 %.

    >>> patronage.Percent("12.5").of_rounded_down(patronage.Money("0.99", "USD"))
    <Money 0.12 USD>
    """
    def __new__(cls, value: Decimal | int | str) -> Self: ...
    @property
    def value(self) -> Decimal: ...
    def of_rounded_down(self, amount: Money) -> Money: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]: ...


@final
class Violation:
    """One mistake in one field."""
    def __new__(cls, path: str, code: str, message: str, parameters: Mapping[str, int | str]) -> Self: ...
    @property
    def path(self) -> str:
        """The path of the field, such as `email` or `addresses[0].country`."""
    @property
    def code(self) -> str:
        """The stable code, such as `text.too_long`."""
    @property
    def message(self) -> str:
        """What is wrong, in English."""
    @property
    def parameters(self) -> dict[str, int | str]:
        """What the message says beside its words."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]: ...


@final
class Messages:
    """Messages in another language or other words, by code.

    >>> french = patronage.Messages({"attribute.too_short": "au moins {min} caractères"})
    >>> short = patronage.Violation("vat-id", "attribute.too_short", "too short", {"min": 8})
    >>> french.of(short)
    'au moins 8 caractères'
    """
    def __new__(cls, templates: Mapping[str, str]) -> Self: ...
    def of(self, violation: Violation) -> str: ...
    def __eq__(self, other: object, /) -> bool: ...


@final
class QueryResult:
    """What a question in SQL is answered with: rows, or a stream for Arrow.

    A column for Arrow has values of one type; whole numbers and floats together are floats.
    """
    @property
    def columns(self) -> tuple[str, ...]: ...
    def rows(self) -> list[tuple[str | int | float | bytes | None, ...]]: ...
    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[tuple[str | int | float | bytes | None, ...]]: ...
    def __arrow_c_stream__(self, requested_schema: object | None = ...) -> CapsuleType: ...
    def _repr_html_(self) -> str: ...

"""The fields that calls take by name, for annotations.

What is left out of a patch stays as it is; ``None`` clears.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, TypeAlias, TypedDict
from uuid import UUID

from ._patronage import Money, Percent

Id: TypeAlias = UUID | str
Amount: TypeAlias = Money | Decimal | int | str
Share: TypeAlias = Percent | Decimal | int | str
Moment: TypeAlias = datetime | str
Day: TypeAlias = date | str
Value: TypeAlias = str | bool | int | float | Decimal | date | Sequence[str] | Sequence[int | float | Decimal]
Values: TypeAlias = Mapping[str, Value | None]

Actor: TypeAlias = Literal["admin", "shopper", "system", "import"]
Context: TypeAlias = Literal["registration", "profile", "checkout", "admin", "import"]
Kind: TypeAlias = Literal["guest", "registered"]
OnViolation: TypeAlias = Literal["refuse", "grandfather", "purge"]
OrderStatus: TypeAlias = Literal["placed", "fulfilled", "cancelled"]
Use: TypeAlias = Literal["unused", "usable", "primary"]


class NewCustomerSet(TypedDict, total=False):
    name: str
    description: str | None
    email_policy: Literal["one_account_per_email", "shared"]


class CustomerSetPatch(TypedDict, total=False):
    name: str
    description: str | None


class NewSite(TypedDict, total=False):
    name: str
    customer_set: str | None
    currency: str | None
    languages: Sequence[str] | None


class SitePatch(TypedDict, total=False):
    name: str
    customer_set: str
    currency: str
    languages: Sequence[str] | None


class NewPaymentTerm(TypedDict, total=False):
    code: str
    description: str
    net_days: int


class NewCustomField(TypedDict, total=False):
    code: str
    label: str
    required: bool
    enabled: bool


class PurchaseOrdersPatch(TypedDict, total=False):
    enabled: bool
    split_allowed: bool
    terms: Sequence[NewPaymentTerm] | None
    custom_fields: Sequence[NewCustomField] | None


class TenantPatch(TypedDict, total=False):
    default_customer_set: str
    reporting_currency: str
    languages: Sequence[str] | None
    time_zone: str


class NewSegment(TypedDict, total=False):
    name: str
    description: str | None


class SegmentPatch(NewSegment, total=False):
    """What a segment is made of is what can be changed."""


class AddressPatch(TypedDict, total=False):
    label: str
    billing: Use
    shipping: Use
    first_name: str | None
    last_name: str | None
    company: str | None
    line1: str
    line2: str | None
    line3: str | None
    line4: str | None
    city: str
    region: str | None
    postal_code: str | None
    country: str
    phone: str | None
    email: str | None
    notes: str | None


class NewAddress(AddressPatch, total=False):
    """What an address is made of is what can be changed."""


class CustomerFields(TypedDict, total=False):
    email: str | None
    login_name: str
    first_name: str | None
    middle_name: str | None
    last_name: str | None
    company: str | None
    phone: str | None
    work_phone: str | None
    mobile_phone: str | None
    fax: str | None
    country: str | None
    language: str | None
    tax_id: str | None
    external_id: str | None
    accepts_marketing: bool
    tax_exempt: bool
    attributes: Values | None
    context: Context | None


class NewCustomer(CustomerFields, total=False):
    kind: Kind
    site: str | None
    customer_set: str | None
    active: bool
    pending_approval: bool
    customer_since: Moment | None
    addresses: Sequence[NewAddress]


class CustomerPatch(CustomerFields, total=False):
    correction_reason: str | None


class CustomerPatchOf(CustomerPatch, total=False):
    id: Id


class Listing(TypedDict, total=False):
    sort: str | None
    limit: int | None
    customer_set: str | None
    segment: str | None
    attribute: tuple[str, Value] | None
    cursor: str | None
    with_total: bool


class NewOrderLine(TypedDict, total=False):
    product: str
    quantity: int
    name: str | None
    price: Amount | None


class NewOrder(TypedDict, total=False):
    number: str
    site: str
    placed_at: Moment | None
    status: OrderStatus
    total: Amount
    returned: Amount | None
    payment: str | None
    lines: Sequence[NewOrderLine]


class NewOrderOf(NewOrder, total=False):
    customer: Id


class CreditOf(TypedDict, total=False):
    currency: str | None


class Keyed(CreditOf):
    key: str


class OverdraftPatch(CreditOf, total=False):
    amount: Amount | None
    percent: Share | None


class CreditTermsPatch(CreditOf):
    site: str
    terms: Sequence[str]


class CreditHold(CreditOf):
    reason: str


class CreditOnSite(CreditOf):
    site: str


class OrderTotal(CreditOnSite):
    order_total: Amount


class CreditLimit(TypedDict):
    limit: Amount


class NewCreditAccount(CreditLimit, CreditOf, total=False):
    overdraft_amount: Amount | None
    overdraft_percent: Share | None
    terms: Mapping[str, Sequence[str]] | None
    keep_surplus: bool
    hold_when_overdue: int | None


class PurchaseOf(Keyed):
    site: str


class NewPurchaseOrder(TypedDict, total=False):
    purchase_order: str | None
    term: str | None
    fields: Mapping[str, str] | None


class NewPurchase(PurchaseOf, NewPurchaseOrder, total=False):
    order: str | None
    override_limit: str | None


class NewReservation(NewPurchase, total=False):
    expires_at: Moment | None


class NewCharge(NewPurchase):
    customer: Id
    amount: Amount


class ReservationOf(CreditOf):
    reservation: int


class ExtensionOf(ReservationOf):
    expires_at: Moment | None


class NewExtension(ExtensionOf, total=False):
    key: str | None


class CaptureOf(ReservationOf, Keyed):
    amount: Amount


class NewCapture(CaptureOf, total=False):
    final: bool


class NewRelease(ReservationOf, total=False):
    amount: Amount | None
    key: str | None


class NewRefund(Keyed, total=False):
    note: str | None


class NewCreditPayment(NewRefund, total=False):
    items: Mapping[int, Amount] | None
    keep_surplus: bool


class NewVoid(NewRefund):
    item: int


class NewCreditNote(NewVoid):
    amount: Amount


class NewPaymentReversal(NewRefund):
    payment: int


class NewAdjustment(Keyed):
    reason: str


class Days(CreditOf):
    from_: Day
    to: Day


class AsOf(CreditOf):
    as_of: Day


class NewOption(TypedDict, total=False):
    value: str | int | Decimal
    label: str | Mapping[str, str]
    order: int
    hidden: bool
    active: bool


class AttributeMembers(TypedDict, total=False):
    label: str | Mapping[str, str]
    admin_name: str | None
    help: str | Mapping[str, str] | None
    display_group: Literal["admin_only", "admin_and_storefront"] | None
    value_source: Literal["admin_entered", "shopper_entered", "admin_and_shopper_entered"] | None
    required: Sequence[Context] | None
    options: Sequence[str | int | Decimal | NewOption]
    multiple: bool | None
    min_choices: int | None
    max_choices: int | None
    min_length: int | None
    max_length: int | None
    pattern: str | None
    min_value: int | Decimal | str | None
    max_value: int | Decimal | str | None
    min_date: Day | None
    max_date: Day | None
    must_be_true: bool | None
    default: Value | None
    read_only: bool | None
    unique: bool | None
    filterable: bool | None
    order: int | None
    active: bool | None
    metadata: Mapping[str, str] | None


class NewAttribute(AttributeMembers, total=False):
    input: Literal["text_box", "text_area", "date", "yes_no", "list"]
    data_type: Literal["text", "number", "date", "boolean"] | None


class Definition(NewAttribute, total=False):
    code: str


class AttributePatch(AttributeMembers, total=False):
    """What can be changed of a definition: all but its code, its input and its type."""

// Not run: it compiles, and what must not compile is marked so. All that the types have is used.

import init, { CreditPreview, Messages, Money, PatronageError, overdraftBeyond } from "patronage/credit";
import type {
  Afterwards,
  CreditOffer,
  CustomField,
  Figures,
  Outcome,
  PaymentTerm,
  PurchaseOrder,
  PurchaseOrders,
  Refusal,
  Violation,
} from "patronage/credit";

await init();
await init(new URL("https://shop.example/credit_bg.wasm"));

const credit: CreditPreview = CreditPreview.fromJSON("{}");
CreditPreview.fromJSON({});
// @ts-expect-error A preview is made from JSON only.
new CreditPreview();

const { limit, overdraft, outstanding, reserved, unapplied, available, totalAvailable }: Figures = credit.figures;
const sum: Money = [limit, overdraft, outstanding, reserved, unapplied, available].reduce((one, other) => one.plus(other));
// @ts-expect-error Figures are not changed.
credit.figures.limit = sum;

const says: PurchaseOrders = credit.purchaseOrders;
const terms: readonly PaymentTerm[] = says.terms;
const days: number[] = terms.map(({ netDays }) => netDays);
const fields: readonly CustomField[] = says.customFields;
const labels: [string, string, boolean][] = fields.map(({ code, label, required }) => [code, label, required]);
const rights: [boolean, boolean] = [says.enabled, says.splitAllowed];
const place: [string, string] = [credit.site, credit.at];

const offer: CreditOffer = credit.offer(totalAvailable);
const part: Money | false = offer.split && offer.amount;
const withheld: Refusal | undefined = offer.withheld ?? credit.refusal;
// @ts-expect-error A float is not exact.
credit.offer(6000.01);

const after: Afterwards = credit.afterReserve("120.00");
const left: Money = after.ok ? after.figures.totalAvailable : Money.parse("0", "USD");
const why: string | undefined = after.ok ? undefined : new Messages({}).of(after.refusal);
// @ts-expect-error There are no figures after what is refused.
credit.afterCharge("1").figures.limit;

const order: PurchaseOrder = { purchaseOrder: "PO-7", term: undefined, fields: { "cost-centre": "42", note: null } };
const outcome: Outcome = credit.check(order);
const first: Violation | undefined = outcome.violations[0];
// @ts-expect-error A field has a text.
credit.check({ fields: { "cost-centre": 42 } });

const tenth: Money = overdraftBeyond(limit, { percent: "10" });
overdraftBeyond(limit, { amount: "100.00" });

try {
  credit.offer("");
} catch (error) {
  if (error instanceof PatronageError) console.log(error.code, error.violations);
}
console.log(days, labels, rights, place, part, withheld?.parameters["requested"], left, why, first, tenth, offer.terms);

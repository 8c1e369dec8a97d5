// What an order on account would mean, by the preview that a server made. The rules are in a wasm
// module of its own: a page that has no form needs no other.

import {
  MADE,
  answer,
  kind,
  object,
  outcome,
  refuse,
  sendAll,
  start,
  started,
  text,
  written,
} from "./crossing.js";
import { Money } from "./money.js";

export { PatronageError } from "./crossing.js";
export { Messages } from "./messages.js";
export { Money };

/** Fetches the module and starts it, once. */
export default function init(source) {
  return start(new URL("./credit_bg.wasm", import.meta.url), source);
}

/** What no text can hold, so that it is refused here as it is by the server, and not lost. */
const NO_TEXT = /[\0\p{Surrogate}]/gu;

/** What the module answers to texts. */
function ask(operation, ...texts) {
  const legible = texts.map((each) => each.replace(NO_TEXT, "\u0001"));
  return answer(started().credit(sendAll([operation, ...legible])));
}

const money = (shown) => new Money(MADE, shown);

/** Money, also that of `patronage`, or the text of an amount in the currency of the account. */
function amountOf(value, name) {
  if (typeof value === "string") {
    return text(value, name);
  }
  const { amount, currency } = Object(value);
  return typeof amount === "string" && typeof currency === "string"
    ? `${amount} ${currency}`
    : refuse("argument.not_money", `expected money or a text as ${name}, but found ${kind(value)}`);
}

/** The figures in the order in which the module tells them. */
const FIGURES = [
  "limit",
  "overdraft",
  "outstanding",
  "reserved",
  "unapplied",
  "available",
  "totalAvailable",
];

function figuresOf(told) {
  const amounts = told.split("\0").map(money);
  return Object.freeze(Object.fromEntries(FIGURES.map((name, place) => [name, amounts[place]])));
}

/** Why something is refused, with amounts as money. */
function refusalOf({ code, message, parameters = {} }) {
  const named = Object.entries(parameters).map(([name, value]) => [
    name,
    value.currency ? money(`${value.amount} ${value.currency}`) : value,
  ]);
  return Object.freeze({ code, message, parameters: Object.freeze(Object.fromEntries(named)) });
}

function afterwards(told) {
  return Object.freeze(
    told.startsWith("{")
      ? { ok: false, refusal: refusalOf(JSON.parse(told)) }
      : { ok: true, figures: figuresOf(told) },
  );
}

const listOf = (list, of) => Object.freeze(list.map((each) => Object.freeze(of(each))));

/** How the credit of a customer stands on a site, as of a moment, and what an order would mean. */
export class CreditPreview {
  #json;
  #says;
  #figures;

  constructor(key, json) {
    if (key !== MADE) {
      refuse("argument.not_constructible", "a preview is made by `CreditPreview.fromJSON`");
    }
    this.#figures = figuresOf(ask("figures", json));
    const { refusal, purchase_orders: orders, ...says } = JSON.parse(json);
    this.#json = json;
    this.#says = {
      ...says,
      refusal: refusal ? refusalOf(refusal) : undefined,
      purchaseOrders: Object.freeze({
        enabled: orders.enabled,
        splitAllowed: orders.split_allowed,
        terms: listOf(orders.terms, ({ code, description, net_days: netDays }) => ({
          code,
          description,
          netDays,
        })),
        customFields: listOf(orders.custom_fields, ({ code, label, required }) => ({
          code,
          label,
          required,
        })),
      }),
    };
  }

  static fromJSON(preview) {
    return new CreditPreview(MADE, written(preview, "preview"));
  }

  get site() {
    return this.#says.site;
  }

  get at() {
    return this.#says.at;
  }

  get figures() {
    return this.#figures;
  }

  get refusal() {
    return this.#says.refusal;
  }

  get purchaseOrders() {
    return this.#says.purchaseOrders;
  }

  offer(total) {
    const told = ask("offer", this.#json, amountOf(total, "total"));
    const [amount, split, withheld] = told.split("\0");
    return Object.freeze({
      amount: money(amount),
      split: split === "true",
      terms: this.purchaseOrders.terms,
      withheld: withheld && refusalOf(JSON.parse(withheld)),
    });
  }

  afterCharge(amount) {
    return afterwards(ask("after_charge", this.#json, amountOf(amount, "amount")));
  }

  afterReserve(amount) {
    return afterwards(ask("after_reserve", this.#json, amountOf(amount, "amount")));
  }

  check(order) {
    const { purchaseOrder, term, fields } = object(order, "purchase order");
    const given = Object.entries(fields ?? {}).flatMap(([code, value]) => [
      code,
      text(value ?? "", `the field ${code}`),
    ]);
    const own = [text(purchaseOrder ?? "", "purchaseOrder"), text(term ?? "", "term")];
    return outcome(ask("check", this.#json, ...own, ...given));
  }
}

/** What an overdraft of an amount or a percent is beyond a limit. */
export function overdraftBeyond(limit, overdraft) {
  const { amount, percent } = object(overdraft, "overdraft");
  const fixed = amount == null ? "" : amountOf(amount, "amount");
  const share = text(percent ?? "", "percent");
  return money(ask("overdraft", amountOf(limit, "limit"), fixed, share));
}

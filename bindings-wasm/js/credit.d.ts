/**
 * What an order on account would mean, by the very functions of the server.
 *
 * A server hands a page a preview of the shopper's credit, and the page asks that, with a module of
 * WebAssembly of its own: a page without a form fetches no other. What is exported here beside credit
 * is as in `patronage`, of this module.
 */

import type { Money, Outcome } from "./index.js";

export { Messages, Money, PatronageError } from "./index.js";
export type { Outcome, Violation } from "./index.js";

/** Fetches and starts the module; once is enough. In Node.js it is read from the disk. */
export default function init(
  source?: BufferSource | Response | Promise<Response> | URL | string | WebAssembly.Module,
): Promise<void>;

/** The figures of an account. */
export interface Figures {
  /** What may be owed and promised, apart from the overdraft. */
  readonly limit: Money;
  /** What may be spent beyond the limit. */
  readonly overdraft: Money;
  /** What the customer owes; below zero when more was paid than that. */
  readonly outstanding: Money;
  /** What is promised to orders and not yet owed. */
  readonly reserved: Money;
  /** The customer's money that is on no item yet. */
  readonly unapplied: Money;
  /** `limit − outstanding − reserved`; it may be below zero. */
  readonly available: Money;
  /** `available + overdraft`: what the next order may cost. */
  readonly totalAvailable: Money;
}

/** Why something is refused, in the words of the server. `Messages` has other ones, by the code. */
export interface Refusal {
  /** Stable, such as `credit.limit_exceeded`. */
  readonly code: string;
  readonly message: string;
  /** What the message says beside its words, such as `requested` and `total_available`. */
  readonly parameters: Readonly<Record<string, Money | string | number | readonly string[]>>;
}

/** Until when an order on account is to be paid. */
export interface PaymentTerm {
  readonly code: string;
  readonly description: string;
  /** After how many days what is owed is due. */
  readonly netDays: number;
}

/** A field that an order by purchase order carries, such as a cost centre. */
export interface CustomField {
  readonly code: string;
  readonly label: string;
  readonly required: boolean;
}

/** What the site says about purchase orders, to this customer. */
export interface PurchaseOrders {
  /** Whether the site takes any. */
  readonly enabled: boolean;
  /** Whether one may pay a part of an order. */
  readonly splitAllowed: boolean;
  /** The terms that the customer has, in the order in which they are offered. */
  readonly terms: readonly PaymentTerm[];
  /** The fields that are asked for, in their order. */
  readonly customFields: readonly CustomField[];
}

/** What the account can pay of an order. */
export interface CreditOffer {
  /** Zero when nothing is offered. */
  readonly amount: Money;
  /** Whether the order costs more, so that something else has to pay the rest. */
  readonly split: boolean;
  /** The payment terms to choose from. A single one need not be named. */
  readonly terms: readonly PaymentTerm[];
  /** Why nothing is offered. */
  readonly withheld: Refusal | undefined;
}

/** The figures after an order, or why it would be refused. */
export type Afterwards =
  | { readonly ok: true; readonly figures: Figures; readonly refusal?: undefined }
  | { readonly ok: false; readonly figures?: undefined; readonly refusal: Refusal };

/** What a customer says who pays by purchase order. An empty text is none. */
export interface PurchaseOrder {
  /** The customer's number of it, 1 to 64 characters; an order without one is refused. */
  readonly purchaseOrder?: string | null | undefined;
  /** The code of a payment term, where the customer has several. */
  readonly term?: string | null | undefined;
  /** By the codes of the fields, 1 to 200 characters each. */
  readonly fields?: Readonly<Record<string, string | null | undefined>> | undefined;
}

/**
 * How the credit of a customer stands on a site, as of a moment, and what an order would mean.
 *
 * Its answers are those of the server as long as nothing happens to the account: another order, a
 * payment, a reservation that runs out. What counts is what the server says when it records the order.
 */
export class CreditPreview {
  private constructor();
  /**
   * Reads what the server exported, as text or as the object of it; every mistake is said at once.
   */
  static fromJSON(preview: string | object): CreditPreview;
  /** The code of the site. */
  readonly site: string;
  /** The moment at which the account stood so, in UTC: `2026-07-01T09:30:00.000000Z`. */
  readonly at: string;
  readonly figures: Figures;
  /** Why new orders are refused, whatever they cost. */
  readonly refusal: Refusal | undefined;
  readonly purchaseOrders: PurchaseOrders;
  /**
   * What the account can pay of an order: money, or a number in the currency of the account. A total
   * that is none, or below zero, is `input.invalid`; another currency is `credit.no_account`.
   */
  offer(total: Money | string): CreditOffer;
  /** The figures after the order is charged. An amount that is not above zero is `input.invalid`. */
  afterCharge(amount: Money | string): Afterwards;
  /** The figures after it is reserved. */
  afterReserve(amount: Money | string): Afterwards;
  /**
   * Everything that is wrong with a purchase order as such, at `purchase_order`, `term` and
   * `fields.…`.
   */
  check(order: PurchaseOrder): Outcome;
}

/**
 * What may be spent beyond a limit by an overdraft of an amount, or of a percent of the limit, rounded
 * down to the minor unit; both at once are a violation.
 */
export function overdraftBeyond(
  limit: Money,
  overdraft: { readonly amount?: Money | string; readonly percent?: string },
): Money;

/**
 * Customer attributes in the browser, by the very rules of the server.
 *
 * Numbers may be given as text, so that no digit is lost; dates are ISO days such as `2026-07-01`.
 * Whatever is wrong with an argument is a `PatronageError` with a stable code.
 */

/** Fetches and starts the module; once is enough. In Node.js it is read from the disk. */
export default function init(
  source?: BufferSource | Response | Promise<Response> | URL | string | WebAssembly.Module,
): Promise<void>;

/** Who gives values. */
export type Actor = "shopper" | "admin" | "system" | "import";

/** The occasion on which values are given. */
export type Context = "registration" | "profile" | "checkout" | "admin" | "import";

/** A value of an attribute; `null` clears it. */
export type AttributeValue = string | number | boolean | null | readonly (string | number)[];

/** Values by the codes of their attributes. What is not named, or is `undefined`, stays as it is. */
export type AttributeValues = Readonly<Record<string, AttributeValue | undefined>>;

/** Who gives values, in which context, on which day. */
export interface Occasion {
  /** `shopper` when nothing is said. */
  readonly actor?: Actor;
  readonly context: Context;
  /** What the account holds already; left out for a new account. */
  readonly previous?: AttributeValues | null;
  /** What `today` means in bounds of dates: a day such as `2026-07-01`; the day in UTC when nothing is said. */
  readonly today?: string;
  /** Lets a value change that is read-only once set. Not for shoppers. */
  readonly correcting?: boolean;
}

/** One mistake in one field. */
export interface Violation {
  /** The code of the attribute, with a position in brackets within a list. Empty for the whole. */
  readonly path: string;
  /** Stable, such as `attribute.too_long`. */
  readonly code: string;
  /** In English, lower case, without a full stop; `Messages` has other words. */
  readonly message: string;
  /** What the message says beside its words. */
  readonly parameters: Readonly<Record<string, string | number>>;
}

/** What came of a check. */
export interface Outcome {
  readonly ok: boolean;
  /** Every mistake at once, in the order of the fields. */
  readonly violations: readonly Violation[];
}

/** What all functions throw. */
export class PatronageError extends Error {
  private constructor();
  /** Stable, such as `input.invalid` or `money.too_many_decimals`. */
  readonly code: string;
  /** Every mistake of the argument, where it has parts. */
  readonly violations: readonly Violation[];
}

/** How a value is entered. */
export type InputKind = "list" | "text_box" | "text_area" | "date" | "yes_no";

/** What kind of value it is. */
export type DataType = "text" | "number" | "date" | "boolean";

/** An option of a list. */
export interface AttributeOption {
  /** Numbers too, so that no digit is lost. */
  readonly value: string;
  readonly label: string;
  /** Whether it can be chosen by who does not hold it already. */
  readonly offered: boolean;
}

/** An attribute as a form needs it: in one language, for one actor, on one day. */
export interface AttributeDefinition {
  readonly code: string;
  readonly label: string;
  readonly help?: string;
  readonly input: InputKind;
  readonly dataType: DataType;
  /** The contexts in which it needs a value. */
  readonly required: readonly Context[];
  /** Whether the actor may set it. */
  readonly writable: boolean;
  /** Whether a value that was set stays. */
  readonly readOnly: boolean;
  /** Whether it can be set at all. */
  readonly active: boolean;
  /** Whether several options may be chosen. */
  readonly multiple: boolean;
  /** Where it stands among others; definitions are in this order already. */
  readonly order: number;
  /** What a new account gets when no value is given. */
  readonly default?: Exclude<AttributeValue, null>;
  /** Of a list, in their order. */
  readonly options?: readonly AttributeOption[];
  readonly minChoices?: number;
  readonly maxChoices?: number;
  /** In characters, of which one beyond the basic plane is one. */
  readonly minLength?: number;
  readonly maxLength?: number;
  /** As the merchant typed it. */
  readonly pattern?: string;
  /** For the attribute `pattern` of a field, and for `new RegExp(…, "v")`. */
  readonly htmlPattern?: string;
  /** An exact number. */
  readonly minValue?: string;
  readonly maxValue?: string;
  /** The first day, on the day asked for. */
  readonly minDate?: string;
  readonly maxDate?: string;
  /** Whether only yes is accepted. */
  readonly mustBeTrue: boolean;
  /** What shoppers are not told. */
  readonly forStaff?: {
    readonly adminName: string;
    readonly unique: boolean;
    readonly filterable: boolean;
    readonly metadata: Readonly<Record<string, string>>;
  };
}

/** Definitions of attributes, and the checks by them. */
export class Schema {
  private constructor();
  /** Reads what the server exported, as text or as the object of it; every mistake is said at once. */
  static fromJSON(definitions: string | object): Schema;
  /** The definitions that an actor sees, in the order in which they are displayed. */
  definitions(view?: {
    /** `shopper` when nothing is said. */
    readonly actor?: Actor;
    /** Of labels and help, such as `fr-CA`. */
    readonly language?: string;
    /** The day for which bounds of dates are resolved. */
    readonly today?: string;
  }): readonly AttributeDefinition[];
  /**
   * Checks values; what JSON does not have (NaN, functions) is refused with `value.not_json`, and a float
   * beyond 2^53 with `number.inexact`.
   */
  validate(values: AttributeValues, occasion: Occasion): Outcome;
  /** Checks JSON text while it is read: the fastest way. */
  validateJSON(json: string, occasion: Occasion): Outcome;
  /** Checks one field, as while somebody types. */
  validateField(code: string, value: AttributeValue | undefined, occasion: Occasion): Outcome;
  /** Gives the memory back at once; the collector of garbage does it sooner or later. */
  free(): void;
}

/** Messages in other words, or in another language, by code. */
export class Messages {
  /** Parameters stand in braces; what is in brackets is left out where a parameter is missing. */
  constructor(templates: Readonly<Record<string, string>>);
  /** The message of a violation or a refusal: its own where no template is given for its code. */
  of(told: {
    readonly code: string;
    readonly message: string;
    readonly parameters?: Readonly<Record<string, unknown>>;
  }): string;
}

/** An exact amount of money in a currency of ISO 4217. */
export class Money {
  private constructor();
  /** `Money.parse("1000", "USD")`: a plain decimal number with no more decimals than the currency has. */
  static parse(amount: string, currency: string): Money;
  /** So many cents, yen, fils. */
  static fromMinor(minor: string | bigint, currency: string): Money;
  /** With exactly the decimals of the currency. */
  readonly amount: string;
  readonly currency: string;
  readonly minor: string;
  plus(other: Money): Money;
  minus(other: Money): Money;
  /** -1, 0 or 1; two currencies do not compare. */
  compare(other: Money): -1 | 0 | 1;
  /** Whether amount and currency are the same. */
  equals(other: unknown): boolean;
  /** This percent, rounded down to the minor unit. */
  percentRoundedDown(percent: string): Money;
  /** As people of a language write it, with all its decimals. */
  format(locale?: string | readonly string[], options?: Intl.NumberFormatOptions): string;
  /** `1000.00 USD` */
  toString(): string;
  toJSON(): { readonly amount: string; readonly currency: string };
}

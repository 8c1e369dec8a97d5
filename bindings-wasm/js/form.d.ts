import type { AttributeValues, Occasion, Outcome, Schema, Violation } from "./index.js";

/** Texts of the form itself, in the language of the page. */
export interface Words {
  /** The answer yes, where it is a choice of its own. Default: `Yes`. */
  readonly yes: string;
  /** The answer no, where it is a choice of its own. Default: `No`. */
  readonly no: string;
  /** What a list shows while nothing is chosen. Default: nothing. */
  readonly choose: string;
  /** What stands behind the label of a required field. Default: nothing. */
  readonly required: string;
  /** What stands behind the label of a field that may be left empty. Default: `(optional)`. */
  readonly optional: string;
  /** What stands above the list of mistakes. Default: `Please check what you entered:`. */
  readonly summary: string;
}

/** On which occasion the form is filled in, and how it speaks. */
export interface FormOptions extends Occasion {
  /**
   * The language of labels and options, and of the sign before decimals. Default: that of the page.
   */
  readonly language?: string | undefined;
  /** The messages, in other words or another language: `Messages`, or whatever has its `of`. */
  readonly messages?: { of(violation: Violation): string } | undefined;
  readonly words?: Partial<Words> | undefined;
  /** What the fields begin with, in place of what is held: a draft, or the query of the address. */
  readonly values?: AttributeValues | undefined;
  /** The attributes that the form asks for, by their codes. Default: all that the form can have. */
  readonly codes?: readonly string[] | undefined;
  /** What the browser may fill in, by code: `{ birthday: "bday" }`. */
  readonly autocomplete?: Readonly<Record<string, string>> | undefined;
  /** Whether the mistakes are listed above the form too, with links to their fields. */
  readonly summary?: boolean | undefined;
}

export interface RenderOptions extends FormOptions {
  /** Where the fields are put: a form, or an element within one. Default: a new form. */
  readonly into?: HTMLElement | undefined;
}

/** A form that asks the schema. */
export interface FormBinding {
  readonly form: HTMLFormElement;
  /**
   * What would be sent: the values that are new, and `null` where one is taken away. `FormData` of
   * the form, and what the browser sends by itself, say the same.
   */
  values(): AttributeValues;
  /** What is wrong with it; nothing is shown. */
  validate(): Outcome;
  /** Shows everything that is wrong and goes to the first such field; `true` when nothing is. */
  report(): boolean;
  /** Shows what the server found wrong: at its field until that is edited, or else above the form. */
  setViolations(violations: readonly Violation[]): void;
  /** Gives the form back: without listeners, messages and claims. The schema is not asked again. */
  detach(): void;
}

/**
 * Draws the fields of a schema and binds them.
 *
 * A field is `.patronage-field[data-code][data-input]`, with `data-required` and `data-invalid` as it
 * is; in it `label` or `legend`, `.patronage-mark`, `.patronage-help`, the controls
 * (`.patronage-choices`, `.patronage-choice`) and `.patronage-message`. There is no style: that is the
 * page's.
 */
export function renderForm(schema: Schema, options: RenderOptions): FormBinding;

/**
 * Takes over a form that the page has. Fields are found by their names: text boxes, text areas, dates
 * and lists as one control, yes and no as one box or as two radio buttons with the values `true` and
 * `false`, several choices as boxes of one name or as one list.
 *
 * An element `[data-message-for="code"]` gets the messages of a field, and `[data-summary]` those of
 * the whole; where the page has none, they are made.
 */
export function bindForm(
  form: HTMLFormElement,
  schema: Schema,
  options: FormOptions,
): FormBinding;

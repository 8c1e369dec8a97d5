// Everything that `patronage/form` has, as a strict compiler sees it. It is compiled and never run.

import { Messages, Schema, type AttributeValues, type Outcome, type Violation } from "patronage";
import {
  bindForm,
  renderForm,
  type FormBinding,
  type FormOptions,
  type RenderOptions,
  type Words,
} from "patronage/form";

const schema: Schema = Schema.fromJSON("[]");

const words: Partial<Words> = {
  yes: "Ja",
  no: "Nein",
  choose: "Bitte wählen",
  required: "(nötig)",
  optional: "(freiwillig)",
  summary: "Bitte noch einmal ansehen:",
};

const options: FormOptions = {
  actor: "shopper",
  context: "profile",
  previous: { newsletter: true, interests: ["yoga"] },
  today: "2026-07-01",
  language: "de",
  messages: new Messages({ "attribute.required": "Bitte ausfüllen" }),
  words,
  values: { size: "42.5" },
  codes: ["size", "newsletter"],
  autocomplete: { birthday: "bday" },
  summary: true,
};

const drawn: RenderOptions = { ...options, into: document.createElement("form") };
const binding: FormBinding = renderForm(schema, drawn);
const taken: FormBinding = bindForm(document.createElement("form"), schema, {
  context: "registration",
  messages: { of: ({ code, parameters }: Violation) => `${code} ${parameters["max"] ?? ""}` },
});

const form: HTMLFormElement = binding.form;
const values: AttributeValues = binding.values();
const outcome: Outcome = binding.validate();
const isGood: boolean = taken.report();
taken.setViolations(outcome.violations);
taken.detach();

// @ts-expect-error A form needs to know the occasion.
bindForm(form, schema, {});
// @ts-expect-error A binding is not to be changed.
binding.form = form;

export { isGood, values };

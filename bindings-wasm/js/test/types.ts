// Not run: it compiles, and what must not compile is marked so. All that the types have is used.

import init, { Messages, Money, PatronageError, Schema } from "patronage";
import type {
  Actor,
  AttributeDefinition,
  AttributeOption,
  AttributeValue,
  AttributeValues,
  Context,
  DataType,
  InputKind,
  Occasion,
  Outcome,
  Violation,
} from "patronage";

await init();
await init(new URL("https://shop.example/patronage_bg.wasm"));

const schema: Schema = Schema.fromJSON({ attributes: [] });
Schema.fromJSON("[]");
// @ts-expect-error A schema is made from JSON only.
new Schema();

const actor: Actor = "admin";
const context: Context = "registration";
const values: AttributeValues = { name: "Ada", children: "2", ways: ["email", 1], gone: null };
const occasion: Occasion = { actor, context, previous: values, today: "2026-07-01", correcting: true };
// @ts-expect-error There is no such context.
const wrong: Occasion = { context: "nowhere" };
// @ts-expect-error No value is an object.
const object: AttributeValue = { amount: 1 };
const value: AttributeValue = true;

const outcome: Outcome = schema.validate(values, occasion);
const more: Outcome[] = [
  schema.validateJSON("{}", { context: "profile" }),
  schema.validateField("name", value, occasion),
  schema.validateField("name", undefined, occasion),
];
const violation: Violation | undefined = outcome.ok ? undefined : outcome.violations[0];
const words: (string | number | undefined)[] = [
  violation?.path,
  violation?.code,
  violation?.message,
  violation?.parameters["max"],
];
// @ts-expect-error Outcomes are not changed.
outcome.ok = true;

const definitions: readonly AttributeDefinition[] = schema.definitions();
schema.definitions({ actor, language: "fr-CA", today: "2026-07-01" });
for (const known of definitions) {
  const input: InputKind = known.input;
  const type: DataType = known.dataType;
  const texts: string[] = [known.code, known.label, known.help ?? "", input, type];
  const required: boolean = known.required.includes(context);
  const flags: boolean[] = [
    required,
    known.writable,
    known.readOnly,
    known.active,
    known.multiple,
    known.mustBeTrue,
    known.forStaff?.unique ?? false,
    known.forStaff?.filterable ?? false,
  ];
  const counts: (number | undefined)[] = [
    known.order,
    known.minChoices,
    known.maxChoices,
    known.minLength,
    known.maxLength,
  ];
  const bounds: (string | undefined)[] = [
    known.pattern,
    known.htmlPattern,
    known.minValue,
    known.maxValue,
    known.minDate,
    known.maxDate,
    known.forStaff?.adminName,
    known.forStaff?.metadata["crm"],
  ];
  const given: AttributeValue | undefined = known.default;
  const options: readonly AttributeOption[] = known.options ?? [];
  const offered = options.filter((option) => option.offered).map((option) => option.label);
  const chosen: string[] = options.map((option) => option.value);
  console.log(texts, flags, counts, bounds, given, offered, chosen);
}
schema.free();

const messages = new Messages({ "attribute.too_long": "au plus {max} caractères" });
const message: string = violation === undefined ? "" : messages.of(violation);

const price: Money = Money.parse("1000", "USD");
const same: boolean = price.equals(Money.fromMinor(100_000n, "USD").plus(price).minus(price));
const order: -1 | 0 | 1 = price.compare(Money.fromMinor("1", "USD"));
const shown: string[] = [
  price.amount,
  price.currency,
  price.minor,
  price.percentRoundedDown("12.5").format("de", { currencyDisplay: "code" }),
  price.format(),
  price.toString(),
  price.toJSON().amount,
  price.toJSON().currency,
];
// @ts-expect-error An amount is never a float.
Money.parse(1000, "USD");

try {
  Money.parse("x", "USD");
} catch (error) {
  if (error instanceof PatronageError) {
    const told: [string, string, readonly Violation[]] = [error.code, error.message, error.violations];
    console.log(told);
  }
}
console.log(more, words, wrong, object, message, same, order, shown);

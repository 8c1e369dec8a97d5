// The vectors, in any runtime of JavaScript: this module knows neither files nor a browser.
//
// Each file is run twice. `runVectors` has all of its cases answered within a module that was built
// for that; what the public functions can be asked is asked of them as well, case by case, so that
// the way through JavaScript gives the same answers.

/** Runs files, given by their names, and tells the cases of each, how many were also asked in public, and what did not hold. */
export function run(files, patronage, runVectors) {
  const [counts, asked, failures] = [{}, {}, []];
  for (const [name, text] of Object.entries(files)) {
    const { kind, servers_only: serversOnly, cases } = JSON.parse(text);
    if (serversOnly) {
      continue;
    }
    if (!Object.hasOwn(KINDS, kind)) {
      failures.push(`${name}: the kind \`${kind}\` has no runner`);
      continue;
    }
    const inside = JSON.parse(runVectors(text));
    counts[kind] = inside.count;
    failures.push(...inside.failures.map((failure) => `${kind}, within: ${failure}`));
    asked[kind] = 0;
    for (const each of cases) {
      for (const [what, found, expected] of KINDS[kind](each, patronage)) {
        asked[kind] += 1;
        if (written(found) !== written(expected)) {
          const label = each.case ?? each.construct;
          failures.push(`${kind}, in public: ${label}: ${what}: ${written(found)} instead of ${written(expected)}`);
        }
      }
    }
  }
  for (const kind of Object.keys(KINDS).filter((kind) => !Object.hasOwn(counts, kind))) {
    failures.push(`no file has the kind \`${kind}\``);
  }
  return { counts, asked, failures };
}

/** By kind: what the public functions answer to a case, and what is expected of them. */
const KINDS = {
  attributes(each, { Schema }) {
    const { definitions, role, context, today, correcting, previous, document, violations = [] } = each;
    // What other accounts hold is known to a store only, and what a document made of the account to
    // a server.
    if (document === undefined || each.others !== undefined || each.first !== undefined) {
      return [];
    }
    const schema = Schema.fromJSON(definitions);
    const occasion = { actor: role, context, today, correcting, previous };
    const answers = [["by text", told(schema.validateJSON(document, occasion)), expected(violations)]];
    if (survives(document)) {
      const values = JSON.parse(document);
      answers.push(["by values", told(schema.validate(values, occasion)), expected(violations)]);
      const [code, ...others] = Object.keys(values);
      if (code !== undefined && others.length === 0 && violations.every(({ path }) => path.split("[")[0] === code)) {
        const field = schema.validateField(code, values[code], occasion);
        answers.push(["by field", told(field), expected(violations)]);
      }
    }
    schema.free();
    return answers;
  },

  "credit-preview"(each, { credit }) {
    const { document, text, mistakes, limit, amount, percent, is, code } = each;
    if (document !== undefined) {
      return askPreview(each, credit);
    }
    if (limit !== undefined) {
      let beyond;
      const over = credit.Money.parse(...limit.split(" "));
      const overdraft = { amount: amount && amountOf(amount, credit), percent };
      const refused = thrown(() => (beyond = credit.overdraftBeyond(over, overdraft)));
      return [["code", refused, code ?? null], ["beyond", beyond?.toString(), is]];
    }
    let found = [];
    try {
      credit.CreditPreview.fromJSON(text);
    } catch (error) {
      found = error.violations;
    }
    return [["mistakes", told({ violations: found }), expected(mistakes)]];
  },

  dates({ text, code, plus, is }, { Schema }) {
    // Where a day leaves the calendar, a bound stays at its end.
    const moves = plus !== undefined && is !== null;
    const bound = moves ? `today${plus < 0 ? "" : "+"}${plus}` : "today";
    const schema = Schema.fromJSON([
      { code: "day", label: "Day", input: "date" },
      { code: "moved", label: "Moved", input: "date", min_date: bound },
    ]);
    const view = { actor: "admin", today: text };
    const answers = [["as today", thrown(() => schema.definitions(view)), code ?? null]];
    // Empty text is no value at all.
    const breaches = code === undefined || text === "" ? [] : ["attribute.not_a_date"];
    const { violations } = schema.validateField("day", text, desk);
    answers.push(["as a value", violations.map((each) => each.code), breaches]);
    if (moves) {
      answers.push(["moved", schema.definitions(view)[1].minDate, is]);
    }
    schema.free();
    return answers;
  },

  definitions({ definitions, repeat, there, mistakes }, { Schema }) {
    // What is there already is known to a store only; and a code out of a label is the server's to make.
    if (there !== undefined || leavesTheCode(definitions)) {
      return [];
    }
    const parts = Array.from({ length: repeat?.count ?? 0 }, (_, at) => repeat.part.replaceAll("#", String(at)));
    const text = definitions.replaceAll("@", () => parts.join(", "));
    let found = [];
    try {
      Schema.fromJSON(text).free();
    } catch (error) {
      found = error.violations;
    }
    return [["mistakes", told({ violations: found }), expected(mistakes)]];
  },

  money({ amount, currency, money, minor, code, percent, of, is }, { Money }) {
    if (percent === undefined) {
      let made;
      const refused = thrown(() => (made = Money.parse(amount, currency)));
      return [["code", refused, code ?? null], ["money", [made?.toString(), made?.minor], [money, minor]]];
    }
    // A percent is read where it is used.
    const whole = of === undefined ? Money.parse("0", "USD") : Money.parse(...of.split(" "));
    let share;
    const refused = thrown(() => (share = whole.percentRoundedDown(percent)));
    const answers = [["code", refused, code ?? null]];
    return of === undefined ? answers : [...answers, ["share", share?.toString(), is]];
  },

  numbers({ as, text, number, json, code }, { Schema }) {
    const is = { code: "x", label: "X", input: "text_box", data_type: "number" };
    const schema = Schema.fromJSON([is]);
    const breach = BREACHES[code] ?? code;
    if (as === "float") {
      const float = text === "inf" ? Infinity : Number(text);
      let found;
      // What is not finite has no word in JSON, and is refused before it is asked for a number.
      const expected = Number.isFinite(float) ? (breach ?? null) : "value.not_json";
      const refused = thrown(() => (found = schema.validateField("x", float, desk)));
      schema.free();
      return [["code", refused ?? found.violations[0]?.code ?? null, expected]];
    }
    const raw = as === "text" ? JSON.stringify(text) : text;
    const { violations } = schema.validateJSON(`{"x": ${raw}}`, desk);
    schema.free();
    if (violations.some((each) => each.code.startsWith("json."))) {
      return [["no number of JSON", code !== undefined, true]];
    }
    // Empty text is no value at all.
    const codes = breach === undefined || text === "" ? [] : [breach];
    const answers = [["code", violations.map((each) => each.code), codes]];
    if (number !== undefined) {
      const members = JSON.stringify(is).slice(0, -1);
      const bound = Schema.fromJSON(`[${members}, "default": ${raw}, "min_value": ${raw}}]`);
      const [known] = bound.definitions({ actor: "admin" });
      answers.push(["shown", known.minValue, number], ["as JSON", JSON.stringify(known.default), json]);
      bound.free();
    }
    return answers;
  },

  patterns({ pattern, ecmascript, matches = [], differs = [], code }, { Schema }) {
    let schema;
    let refused = [];
    try {
      schema = Schema.fromJSON([{ code: "x", label: "X", input: "text_box", pattern }]);
    } catch (error) {
      refused = error.violations.map((violation) => violation.code);
    }
    const answers = [["code", refused, code === undefined ? [] : [code]]];
    if (schema === undefined) {
      return answers;
    }
    answers.push(["for browsers", schema.definitions({ actor: "admin" })[0].htmlPattern, ecmascript]);
    for (const [values, does] of [[matches, true], [differs, false]]) {
      for (const value of values) {
        const codes = schema.validateField("x", value, desk).violations.map((violation) => violation.code);
        // A text box has other reasons to refuse a text, and the empty one is no value.
        if (value !== "" && codes.every((each) => each === "attribute.pattern_mismatch")) {
          answers.push([JSON.stringify(value), codes.length === 0, does]);
        }
      }
    }
    schema.free();
    return answers;
  },

  // A code out of a label is the server's to make: its tables are a third of what the module is now.
  slugs: () => [],
};

/** What a preview answers to each question of a case. */
function askPreview({ document, figures, offers = [], after = [], orders = [] }, credit) {
  const preview = credit.CreditPreview.fromJSON(JSON.stringify(document));
  const { purchase_orders: says, refusal } = document;
  const { enabled, splitAllowed, terms, customFields } = preview.purchaseOrders;
  const answers = [
    ["figures", shown(preview.figures), figures],
    ["site, moment", [preview.site, preview.at], [document.site, document.at]],
    ["refusal", preview.refusal ?? null, refusal && { parameters: {}, ...refusal }],
    ["rights", [enabled, splitAllowed], [says.enabled, says.split_allowed]],
    ["terms", terms.map(({ netDays, ...term }) => ({ ...term, net_days: netDays })), says.terms],
    ["fields", customFields.map((field) => ({ ...field, enabled: true })), says.custom_fields],
  ];
  for (const { total, code, amount, split = false, withheld } of offers) {
    const label = `an offer for ${total}`;
    let offer;
    answers.push([label, thrownWhole(() => (offer = preview.offer(amountOf(total, credit)))), code ?? null]);
    if (offer !== undefined) {
      const found = [offer.amount.toString(), offer.split, withoutWords(offer.withheld), offer.terms];
      answers.push([label, found, [amount, split, withheld, terms]]);
    }
  }
  for (const { charge, reserve, code, figures, refused } of after) {
    const label = `after ${charge ?? reserve}`;
    const how = reserve === undefined ? "afterCharge" : "afterReserve";
    let outcome;
    answers.push([label, thrownWhole(() => (outcome = preview[how](amountOf(charge ?? reserve, credit)))), code ?? null]);
    if (outcome !== undefined) {
      const found = [outcome.ok, outcome.figures && shown(outcome.figures), withoutWords(outcome.refusal)];
      answers.push([label, found, [refused === undefined, figures, refused]]);
    }
  }
  for (const { violations = [], charge, purchase_order: purchaseOrder, ...order } of orders) {
    const { ok, violations: found } = preview.check({ purchaseOrder, ...order });
    const label = `a purchase order ${JSON.stringify({ purchaseOrder, ...order })}`;
    answers.push([label, [ok, told({ violations: found })], [violations.length === 0, expected(violations)]]);
  }
  return answers;
}

/** A number, or money with its currency. */
function amountOf(text, { Money }) {
  return text.includes(" ") ? Money.parse(...text.split(" ")) : text;
}

const shown = ({ totalAvailable, ...figures }) =>
  Object.fromEntries(
    Object.entries({ ...figures, total_available: totalAvailable }).map(([name, { amount }]) => [name, amount]),
  );

/** A refusal as the files have it: the words are the server's, and no part of the promise. */
function withoutWords(refusal) {
  const { code, parameters = {} } = refusal ?? {};
  return refusal && (Object.keys(parameters).length > 0 ? { code, parameters } : { code });
}

const desk = { actor: "admin", context: "admin", today: "2026-07-01" };
/** What a value is told whose text is no number. */
const BREACHES = {
  "number.malformed": "attribute.not_a_number",
  "number.too_many_digits": "attribute.too_many_digits",
};

const told = ({ violations }) =>
  violations.map(({ path, code, parameters }) => ({ path, code, parameters }));

const expected = (violations) =>
  violations.map(({ path, code, parameters = {} }) => ({ path, code, parameters }));

/** JSON text with the members in the order of their names. */
function written(value) {
  const sorted = (_, each) =>
    each !== null && typeof each === "object" && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([one], [other]) => (one < other ? -1 : 1)))
      : each;
  return JSON.stringify(value, sorted);
}

/** The code of what is thrown, that of its first violation where it has some. */
function thrown(work) {
  try {
    work();
    return null;
  } catch (error) {
    return error.violations?.[0]?.code ?? error.code;
  }
}

/** The code of what is thrown. */
function thrownWhole(work) {
  try {
    work();
    return null;
  } catch (error) {
    return error.code;
  }
}

/** Whether the values of a document are still what they were after JavaScript has read them. */
function survives(document) {
  try {
    const again = JSON.stringify(JSON.parse(document));
    return again === document.replace(/("(?:[^"\\]|\\.)*")|\s+/g, (_, text) => text ?? "");
  } catch {
    return false;
  }
}

function leavesTheCode(definitions) {
  try {
    return JSON.parse(definitions).some?.((each) => each !== null && typeof each === "object" && !("code" in each));
  } catch {
    return false;
  }
}

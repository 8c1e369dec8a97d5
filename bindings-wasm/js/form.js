/**
 * A form for the attributes of a schema: drawn here, or one that the page already has.
 *
 * What is valid, required or locked is asked of the schema at every step; this module only knows how
 * to say it in the browser's own language.
 */
import { make, makeBox, makeField, makeMessage, makeOption, partsOf } from "./form/elements.js";
import { Field, own, same } from "./form/field.js";

const WORDS = {
  yes: "Yes",
  no: "No",
  choose: "",
  required: "",
  optional: "(optional)",
  summary: "Please check what you entered:",
};

const BUTTONS = new Set(["submit", "reset", "button", "image"]);

/** What the schema says of a field that is not to be changed. */
const LOCKS = new Set(["attribute.not_writable", "attribute.read_only", "attribute.inactive"]);

/** A form counts for the ids of its elements, so that no two have the same. */
let forms = 0;

/** Draws the fields of a schema, into a new form unless it is told where, and binds them. */
export function renderForm(schema, options) {
  const document = options.into?.ownerDocument ?? globalThis.document;
  const into = options.into ?? document.createElement("form");
  // Fields called `closest` or `elements` stand in the way of the form's own members.
  const form = Element.prototype.closest.call(into, "form");
  if (!form) throw new TypeError("`into` is neither a form nor within one");
  const { definitions, dutiesOf, valueOf } = ask(schema, options);
  const words = { ...WORDS, ...options.words };
  const prefix = `patronage-${(forms += 1)}`;
  definitions.forEach((definition, place) => {
    const duties = dutiesOf(definition);
    const value = valueOf(definition);
    // An answer that somebody else will give some day is nothing to look at.
    if (duties.isLocked && (value ?? null) === null) return;
    const details = { ...duties, value, words };
    into.appendChild(makeField(document, definition, `${prefix}-${place}`, details));
  });
  return bindForm(form, schema, options);
}

/** Takes over a form that the page has; its fields are found by their names. */
export function bindForm(form, schema, options) {
  const { messages, previous } = options;
  const { occasion, ...asked } = ask(schema, options);
  const words = { ...WORDS, ...options.words };
  const document = form.ownerDocument;
  const hadNoValidate = form.noValidate;
  /** @returns {any[]} */
  const elements = () => [...Reflect.get(HTMLFormElement.prototype, "elements", form)];
  const { fields, owners } = findFields(form, elements(), asked, options);
  let summary = form.querySelector("[data-summary]");

  /** What would be sent: what is new, and `null` where something is taken away. */
  function values() {
    const entries = [];
    for (const { code, definition, isClosed, value } of fields.values()) {
      const isNews = previous
        ? !same(value, own(previous, code))
        : value !== null || definition.default !== undefined;
      if (isNews && !isClosed) entries.push([code, value]);
    }
    return Object.fromEntries(entries);
  }

  function examine(field) {
    const { code, isClosed, value } = field;
    field.violations = isClosed ? [] : [...schema.validateField(code, value, occasion).violations];
  }

  /** Examines everything, and returns what belongs to no field. */
  function examineAll() {
    fields.forEach(examine);
    const { violations } = schema.validate(values(), occasion);
    return violations.filter((violation) => !fieldOf(violation)?.violations.length);
  }

  const fieldOf = (violation) => fields.get(codeOf(violation));

  function textOf(violation) {
    return messages?.of(violation) ?? violation.message;
  }

  function textsOf(field) {
    return field.faults.map((violation) => {
      const label = field.labelAt(/\[(\d+)\]$/.exec(violation.path)?.[1]);
      return label ? `${label}: ${textOf(violation)}` : textOf(violation);
    });
  }

  /** Lets people see what is wrong with a field, until it is right. */
  function reveal(field) {
    field.isShown = field.faults.length > 0;
    field.show(textsOf(field));
  }

  /** Says what belongs to no field, and where the page wants it the rest once more. */
  function summarise(others) {
    const lines = others.map((violation) => {
      const label = asked.labelOf(codeOf(violation));
      return make(document, "li", {}, label ? `${label} – ` : "", textOf(violation));
    });
    for (const field of options.summary ? fields.values() : []) {
      if (field.faults.length === 0) continue;
      field.first.id ||= `${field.message.id}-field`;
      const link = make(document, "a", { href: `#${field.first.id}` }, field.definition.label);
      link.addEventListener("click", (event) => {
        // The address of the page is not the form's to change.
        event.preventDefault();
        field.first.focus();
      });
      lines.push(make(document, "li", {}, link, ` – ${textsOf(field).join("; ")}`));
    }
    if (!summary) {
      if (lines.length === 0) return;
      summary = make(document, "div", { class: "patronage-summary", "data-summary": true });
      form.insertBefore(summary, form.firstChild);
    }
    summary.role = "alert";
    summary.tabIndex = -1;
    summary.replaceChildren();
    if (lines.length > 0) {
      summary.append(make(document, "p", {}, words.summary), make(document, "ul", {}, ...lines));
    }
  }

  /** Shows everything that is known to be wrong, and says whether there is nothing. */
  function tell(others) {
    for (const field of fields.values()) {
      // A dozen places that speak at once say nothing: the field that gets the focus speaks.
      field.message.setAttribute("aria-live", "off");
      reveal(field);
    }
    summarise(others);
    const first = elements().find((element) => {
      const field = owners.get(element);
      return field ? field.faults.length > 0 && !field.isClosed : breaksOwnRule(element);
    });
    if (first && owners.has(first)) first.focus();
    else if (first) first.reportValidity();
    else if (others.length > 0) summary.focus();
    return !first && others.length === 0;
  }

  /** Whether a field that is no attribute breaks a rule that the page gave it. */
  function breaksOwnRule(element) {
    return !hadNoValidate && element.willValidate && !element.validity.valid;
  }

  function report() {
    for (const field of fields.values()) field.answered = [];
    return tell(examineAll());
  }

  function setViolations(violations) {
    examineAll();
    for (const field of fields.values()) field.answered = [];
    const others = [];
    for (const violation of violations) {
      (fieldOf(violation)?.answered ?? others).push(violation);
    }
    tell(others);
  }

  function edited({ target, isComposing }) {
    const field = owners.get(target);
    // A word that is still being composed is not to be judged.
    if (!field || isComposing) return;
    field.isEdited = true;
    field.answered = [];
    examine(field);
    field.message.setAttribute("aria-live", "polite");
    if (field.isShown) reveal(field);
    else field.show(textsOf(field));
  }

  // A message that comes between the two halves of a click moves the button away from under it.
  let isPressed = false;
  const waiting = new Set();

  function left({ target, relatedTarget }) {
    const field = owners.get(target);
    if (!field?.isEdited || field.controls.includes(relatedTarget)) return;
    // It was the window that was left.
    if (target === form.getRootNode().activeElement) return;
    waiting.add(field);
    if (!isPressed) revealWaiting();
  }

  function revealWaiting() {
    waiting.forEach(reveal);
    waiting.clear();
  }

  function released() {
    isPressed = false;
    setTimeout(revealWaiting);
  }

  function submitted(event) {
    if (event.submitter?.formNoValidate || report()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  /** What the browser sends is what `values` says. */
  function collected({ formData }) {
    for (const code of fields.keys()) formData.delete(code);
    for (const [code, value] of Object.entries(values())) {
      for (const part of partsOf(value ?? "")) formData.append(code, part);
    }
  }

  /** Nothing was said yet. */
  function forget() {
    waiting.clear();
    for (const field of fields.values()) {
      Object.assign(field, { violations: [], answered: [], isEdited: false, isShown: false });
      field.show([]);
    }
    summarise([]);
  }

  function begin() {
    forget();
    for (const field of fields.values()) {
      examine(field);
      field.show(textsOf(field));
    }
  }

  const listening = new AbortController();
  const { signal } = listening;
  const early = { signal, capture: true };
  form.addEventListener("input", edited, { signal });
  form.addEventListener("compositionend", edited, { signal });
  form.addEventListener("focusout", left, { signal });
  form.addEventListener("formdata", collected, { signal });
  // The page's own listeners are to hear of a good submission only.
  form.addEventListener("submit", submitted, early);
  // The fields go back after the event.
  form.addEventListener("reset", () => setTimeout(() => signal.aborted || begin()), { signal });
  document.addEventListener("pointerdown", () => (isPressed = true), early);
  document.addEventListener("pointerup", released, early);
  document.addEventListener("pointercancel", released, early);

  // The schema decides, and the messages stand on the page.
  form.noValidate = true;
  begin();

  return Object.freeze({
    form,
    values,
    validate() {
      const others = examineAll();
      const violations = [...fields.values()].flatMap((field) => field.violations).concat(others);
      return { ok: violations.length === 0, violations };
    },
    report,
    setViolations,
    detach() {
      listening.abort();
      forget();
      form.noValidate = hadNoValidate;
    },
  });
}

/** The fields that the form has for attributes, by code and by control, filled in and described. */
function findFields(form, elements, { definitions, dutiesOf, valueOf, usesComma }, options) {
  const answers = elements.filter(({ type }) => !BUTTONS.has(type));
  const fields = new Map();
  const owners = new Map();
  const prefix = `patronage-${(forms += 1)}`;
  for (const definition of definitions) {
    const { code } = definition;
    const controls = answers.filter(({ name }) => name === code);
    if (controls.length === 0) continue;
    const id = `${prefix}-${fields.size}`;
    const field = new Field(definition, controls, dutiesOf(definition), usesComma);
    const value = valueOf(definition);
    if (value !== undefined) {
      addLacking(field, value, id);
      field.fill(value);
    }
    const isHeld = (own(options.previous, code) ?? null) !== null;
    field.constrain(isHeld, own(options.autocomplete, code));
    field.connect(form.querySelector(`[data-message-for="${code}"]`) ?? addMessage(field, id));
    fields.set(code, field);
    for (const control of field.controls) owners.set(control, field);
  }
  return { fields, owners };
}

/** A choice that is held and not shown would be lost by the next change. */
function addLacking(field, value, id) {
  const { definition, controls, first } = field;
  const document = first.ownerDocument;
  for (const text of field.lacking(value)) {
    const known = definition.options?.find((option) => String(option.value) === text);
    const option = { value: text, label: known?.label ?? text };
    if (field.isSelect) {
      first.appendChild(makeOption(document, option));
    } else if (field.isBoxes) {
      const boxId = `${id}-${controls.length}`;
      const label = makeBox(document, first.type, field.code, boxId, option);
      const last = controls.at(-1);
      (last.closest("label") ?? last).after(label);
      controls.push(label.firstChild);
    }
  }
}

function addMessage(field, id) {
  const message = makeMessage(field.first.ownerDocument, field.code, id);
  const last = field.controls.at(-1);
  if (field.group) field.group.append(message);
  else (last.closest("label") ?? last).after(message);
  return message;
}

/** The code of the attribute that a path means, which for a server is one part of a customer. */
function codeOf({ path }) {
  return /^(?:attributes\.)?([^.[]*)/.exec(path)[1];
}

/** What the schema says for the occasion of a form. */
function ask(schema, { actor, context, previous, today, correcting, codes, values, ...options }) {
  const occasion = { actor, context, previous, today, correcting };
  const language = options.language ?? languageOfPage();
  const all = schema.definitions({ language, actor, today });
  return {
    occasion,
    definitions: codes ? all.filter(({ code }) => codes.includes(code)) : all,
    labelOf: (wanted) => all.find(({ code }) => code === wanted)?.label,
    usesComma: new Intl.NumberFormat(language).format(0.5).includes(","),
    /** How a field may be left empty says what it is. */
    dutiesOf({ code }) {
      const { violations } = schema.validateField(code, null, occasion);
      return {
        isRequired: violations.some((violation) => violation.code === "attribute.required"),
        isLocked: violations.some((violation) => LOCKS.has(violation.code)),
      };
    },
    /** What a field begins with: what the page says, what is held, or the default of a new account. */
    valueOf({ code, default: usual }) {
      const given = own(values, code);
      if (given !== undefined) return given;
      return previous ? own(previous, code) : usual;
    },
  };
}

/** What the page says about its language, unless that is no language. */
function languageOfPage() {
  try {
    return Intl.getCanonicalLocales(document.documentElement.lang || [])[0];
  } catch {
    return undefined;
  }
}

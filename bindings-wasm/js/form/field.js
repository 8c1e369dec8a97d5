import { make, partsOf } from "./elements.js";

/** What a date that is typed by half stands for: reading nothing, it would pass for no answer. */
const UNREADABLE = "?";

/** No value is the same as this one. */
const NEVER = Symbol("never");

/** A member of the object itself: `constructor` and `__proto__` are codes like any other. */
export const own = (object, name) =>
  object && Object.hasOwn(object, name) ? object[name] : undefined;

/** Whether two values say the same, be they numbers or texts. */
export const same = (one, other) => flat(one) === flat(other);
const flat = (value) => (value === NEVER ? NEVER : JSON.stringify(partsOf(value)));

/** The fields of a form for one attribute: one control, or the boxes that share its name. */
export class Field {
  /** What is wrong with what stands in the field now. */
  violations = [];
  /** What the server found wrong with what was sent. */
  answered = [];
  isEdited = false;
  isShown = false;
  /** The value that a reset goes back to, and how the browser writes it. */
  initial;
  rest = NEVER;
  #lines;

  /**
   * @param definition the attribute
   * @param controls its controls, in the order of the form
   * @param duties what the schema asks: `isRequired`, `isLocked`
   * @param usesComma whether people write decimals with a comma here
   */
  constructor(definition, controls, { isRequired, isLocked }, usesComma) {
    const [first] = controls;
    this.definition = definition;
    this.controls = controls;
    this.first = first;
    this.isRequired = isRequired;
    this.isLocked = isLocked;
    this.code = definition.code;
    this.isSelect = first.localName === "select";
    this.isBoxes = first.type === "checkbox" || first.type === "radio";
    this.isLoneBox = definition.input === "yes_no" && first.type === "checkbox";
    // A number field of the browser's own gives the point whatever it shows.
    this.swaps = definition.dataType === "number" && usesComma && first.type !== "number";
    this.group = this.isBoxes && !this.isLoneBox ? groupOf(controls) : null;
  }

  /** Whether it is not to be answered now: not by this actor, or because the page disabled it. */
  get isClosed() {
    return this.isLocked || this.controls.every((control) => control.matches(":disabled"));
  }

  /** What can be chosen: options, or boxes. */
  get choices() {
    return this.isSelect ? [...this.first.options] : this.isBoxes ? this.controls : [];
  }

  get chosen() {
    return this.choices.filter(isOn);
  }

  /** The value as it stands in the form. */
  get value() {
    const now = this.#read();
    // What nobody touched is what was there before, although the browser may write it otherwise.
    return same(now, this.rest) ? this.initial : now;
  }

  #read() {
    const { definition, first } = this;
    if (this.isLoneBox) return first.checked || this.#unchecked;
    if (this.isSelect || this.isBoxes) {
      const values = this.chosen.map((choice) => choice.value).filter((value) => value !== "");
      if (definition.multiple) return values.length > 0 ? values : null;
      const [value = null] = values;
      const isWord = definition.input === "yes_no" && (value === "true" || value === "false");
      return isWord ? value === "true" : value;
    }
    if (first.validity.badInput) return UNREADABLE;
    return first.value === "" ? null : this.#swapped(first.value);
  }

  /**
   * A box without a tick says no where an answer is asked for or where there was one, and nothing
   * otherwise. A promise that is taken back says nothing either, since no is no answer to it.
   */
  get #unchecked() {
    const wasAnswered = (this.initial ?? null) !== null && !this.definition.mustBeTrue;
    return this.isRequired || wasAnswered ? false : null;
  }

  /**
   * Point and comma change places, so that `1,5` is read as it is meant, and `1.000` is refused
   * rather than read as one.
   */
  #swapped(text) {
    return this.swaps ? text.replace(/[.,]/g, (sign) => (sign === "." ? "," : ".")) : text;
  }

  /**
   * Writes a value as what a reset goes back to. Where somebody was quicker than the page, what was
   * typed stays.
   */
  fill(value) {
    const { first, choices } = this;
    const isPristine = this.#isPristine;
    this.initial = value;
    const texts = partsOf(value);
    for (const choice of choices) {
      const isChosen = this.isLoneBox ? value === true : texts.includes(choice.value);
      choice[this.isSelect ? "defaultSelected" : "defaultChecked"] = isChosen;
    }
    if (choices.length === 0) first.defaultValue = this.#swapped(texts.join());
    if (isPristine) this.rest = this.#read();
  }

  /** Whether it is as the page made it: of a list without a choice the browser shows the first. */
  get #isPristine() {
    const { first, choices } = this;
    if (choices.length === 0) return first.value === first.defaultValue;
    if (this.isSelect && !choices.some(isOnAtFirst)) return first.selectedIndex <= 0;
    return choices.every((choice) => isOn(choice) === isOnAtFirst(choice));
  }

  /** Those of its values that no choice stands for. */
  lacking(value) {
    if (this.definition.input !== "list") return [];
    const known = this.choices.map((choice) => choice.value);
    return partsOf(value).filter((text) => !known.includes(text));
  }

  /**
   * Says to the browser what the field is, in its own words. No attribute may refuse what the schema
   * accepts: there is no `maxlength`, which counts otherwise; and where a value is held, which stays
   * valid whatever has become of the definition, there are no bounds.
   */
  constrain(isHeld, autocomplete) {
    const { definition, first, isRequired, isLocked } = this;
    const isText = !this.isSelect && !this.isBoxes;
    for (const control of this.controls) {
      if (isLocked) control[isText ? "readOnly" : "disabled"] = true;
      // A tick that may be missing is not required, nor is each one of many.
      if (control.type !== "checkbox" || (this.isLoneBox && definition.mustBeTrue)) {
        control.required = isRequired && !isLocked;
      }
    }
    if (autocomplete !== undefined) first.setAttribute("autocomplete", autocomplete);
    if (!isText) return;
    // The keypads of some phones have no minus.
    if (/^\d/.test(definition.minValue ?? "")) first.inputMode = "decimal";
    if (definition.htmlPattern) {
      first.spellcheck = false;
      first.autocapitalize = "none";
    }
    const { minLength, htmlPattern, minDate, maxDate } = definition;
    const bounds =
      first.type === "date"
        ? // Without a last day the browser lets years have six digits.
          { min: minDate ?? "0001-01-01", max: maxDate ?? "9999-12-31" }
        : { minlength: minLength, pattern: first.localName === "input" ? htmlPattern : undefined };
    for (const [name, bound] of Object.entries(bounds)) {
      if (bound !== undefined && !isHeld) first.setAttribute(name, bound);
    }
  }

  /** Connects the place of the messages with what they are about. */
  connect(message) {
    this.message = message;
    for (const element of this.group ? [this.group] : this.controls) {
      const ids = new Set((element.getAttribute("aria-describedby") ?? "").match(/\S+/g));
      element.setAttribute("aria-describedby", [...ids.add(message.id)].join(" "));
    }
  }

  /** Everything that is wrong, to be told once the field is shown. */
  get faults() {
    return [...this.violations, ...this.answered];
  }

  /** Tells the browser what is wrong, and people if they are to know. */
  show(texts) {
    this.first.setCustomValidity(texts.join("\n"));
    const shown = this.isShown ? texts : [];
    const isWrong = shown.length > 0;
    const { message } = this;
    const lines = shown.join("\n");
    if (lines !== this.#lines) {
      // Written once more, the same words would be read out once more.
      this.#lines = lines;
      message.replaceChildren(...shown.map((text) => make(message.ownerDocument, "p", {}, text)));
    }
    for (const element of this.#judged) {
      element.ariaInvalid = isWrong ? "true" : null;
    }
    (this.group ?? this.first.closest("[data-code]"))?.toggleAttribute("data-invalid", isWrong);
  }

  /** What is said to be invalid: not each of many boxes, and of radio buttons the group. */
  get #judged() {
    if (this.group?.getAttribute("role") === "radiogroup") return [this.group];
    return this.group ? [] : this.controls;
  }

  /** What the part of a list is called that a path means by its place. */
  labelAt(place) {
    const text = partsOf(this.value)[place];
    const choice = this.chosen.find(({ value }) => value === text);
    return choice?.label ?? choice?.labels[0]?.textContent;
  }
}

/** The element that holds these boxes and no other field. */
function groupOf(controls) {
  const group = controls[0].closest("fieldset, [role=group], [role=radiogroup]");
  const inside = [...(group?.querySelectorAll("input, select, textarea") ?? [])];
  return inside.length > 0 && inside.every((control) => controls.includes(control)) ? group : null;
}

const isOn = (choice) => choice.selected ?? choice.checked;
const isOnAtFirst = (choice) => choice.defaultSelected ?? choice.defaultChecked;

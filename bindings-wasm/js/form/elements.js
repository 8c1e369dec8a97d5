/** Up to so many options are seen at a glance, as radio buttons. */
const FEW = 4;

/** The parts of a value, as text: of one there is one, and of none there is none. */
export const partsOf = (value) => [].concat(value ?? []).map(String);

/**
 * An element with attributes (none for `undefined` and `false`) and what is in it. Text becomes text:
 * nothing here reads HTML.
 */
export function make(document, name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) {
      element.setAttribute(attribute, value === true ? "" : value);
    }
  }
  element.append(...children);
  return element;
}

/** The elements of one attribute: label, help, controls, and a place for messages. */
export function makeField(document, definition, id, { isRequired, isLocked, value, words }) {
  const { code, input, label, help } = definition;
  const element = (name, attributes, ...children) => make(document, name, attributes, ...children);

  const mark = isLocked ? "" : isRequired ? words.required : words.optional;
  const name = mark ? [label, " ", element("span", { class: "patronage-mark" }, mark)] : [label];
  const hint = help ? [element("p", { id: `${id}-help`, class: "patronage-help" }, help)] : [];
  const described = { "aria-describedby": help ? `${id}-help` : undefined };
  const frame = {
    class: "patronage-field",
    "data-code": code,
    "data-input": input,
    "data-required": isRequired,
  };
  const message = makeMessage(document, code, id);

  const one = (kind, attributes, ...children) => {
    const control = element(kind, { id, name: code, ...described, ...attributes }, ...children);
    return element("div", frame, element("label", { for: id }, ...name), ...hint, control, message);
  };
  const lone = () => {
    const box = element("input", { id, name: code, ...described, type: "checkbox", value: "true" });
    const label = element(
      "label",
      { class: "patronage-choice" },
      box,
      element("span", {}, ...name),
    );
    return element("div", frame, label, ...hint, message);
  };
  const group = (type, options) => {
    const radio = type === "radio" && { role: "radiogroup", "aria-required": isRequired && "true" };
    const boxes = options.map((option, place) =>
      makeBox(document, type, code, `${id}-${place}`, option),
    );
    const choices = element("div", { class: "patronage-choices" }, ...boxes);
    const legend = element("legend", {}, ...name);
    return element(
      "fieldset",
      { ...frame, ...described, ...radio },
      legend,
      ...hint,
      choices,
      message,
    );
  };

  switch (input) {
    case "list": {
      const options = offered(definition, value);
      if (definition.multiple) return group("checkbox", options);
      if (isRequired && options.length <= FEW) return group("radio", options);
      const none = { value: "", label: words.choose };
      return one("select", {}, ...[none, ...options].map((option) => makeOption(document, option)));
    }
    case "yes_no": {
      // A lone box cannot tell a no from no answer.
      const answers = [
        { value: "true", label: words.yes },
        { value: "false", label: words.no },
      ];
      return isRequired && !definition.mustBeTrue ? group("radio", answers) : lone();
    }
    case "text_area":
      return one("textarea", { rows: "4" });
    default:
      return one("input", { type: input === "date" ? "date" : "text" });
  }
}

/** Where the messages of a field stand. */
export function makeMessage(document, code, id) {
  const attributes = { id: `${id}-message`, class: "patronage-message", "data-message-for": code };
  return make(document, "div", attributes);
}

export function makeOption(document, { value, label }) {
  return make(document, "option", { value }, label);
}

export function makeBox(document, type, name, id, { value, label }) {
  const box = make(document, "input", { type, name, id, value });
  return make(
    document,
    "label",
    { class: "patronage-choice" },
    box,
    make(document, "span", {}, label),
  );
}

/** What can be chosen: what is offered, and what is held whatever has become of it. */
function offered({ options = [] }, value) {
  const held = partsOf(value);
  return options.filter((option) => option.offered || held.includes(String(option.value)));
}

// What the tests find on the page: the package, and two short ways to a form.

import init, * as patronage from "/patronage/index.js";
import { bindForm, renderForm } from "/patronage/form.js";

await init();

const main = document.querySelector("main");

/** The forms in the order in which they were made, each with what a server would have got. */
globalThis.forms = [];
globalThis.patronage = patronage;

function watched(form, schema, binding, occasion) {
  const sent = [];
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const values = binding.values();
    // As over the network.
    const { ok } = schema.validateJSON(JSON.stringify(values), occasion);
    sent.push({ values, ok, data: [...new FormData(form)] });
  });
  forms.push({ form, schema, binding, sent });
  return forms.length - 1;
}

function prepared({ definitions, messages, ...options }) {
  const schema = patronage.Schema.fromJSON(definitions);
  const words = messages && new patronage.Messages(messages);
  const { actor, context, previous, today } = options;
  return {
    schema,
    options: { ...options, messages: words },
    occasion: { actor, context, previous, today },
  };
}

/** Draws a form with a button that sends it and one that resets it. */
globalThis.draw = (all) => {
  const { schema, options, occasion } = prepared(all);
  const form = document.createElement("form");
  form.setAttribute("aria-label", `Form ${forms.length}`);
  main.append(form);
  const binding = renderForm(schema, { ...options, into: form });
  for (const type of ["submit", "reset"]) {
    const button = document.createElement("button");
    button.type = type;
    button.textContent = type;
    Element.prototype.append.call(form, button);
  }
  return watched(form, schema, binding, occasion);
};

/** Takes over a form that is built from a tree: `[name, attributes, ...children]`. */
globalThis.take = (tree, all) => {
  const { schema, options, occasion } = prepared(all);
  const form = built(tree);
  main.append(form);
  return watched(form, schema, bindForm(form, schema, options), occasion);
};

function built(tree) {
  if (typeof tree === "string") return tree;
  const [name, attributes, ...children] = tree;
  const element = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes))
    element.setAttribute(attribute, value);
  element.append(...children.map(built));
  return element;
}

document.documentElement.dataset.ready = "";

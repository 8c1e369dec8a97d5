import init, { Messages, Schema } from "/patronage/index.js";
import { renderForm } from "/patronage/form.js";
import { WORDS } from "./words.js";

const [definitions] = await Promise.all([
  fetch("/attributes.json").then((response) => response.text()),
  init(),
]);
const schema = Schema.fromJSON(definitions);

const form = document.getElementById("registration");
const fields = document.getElementById("fields");
const done = document.getElementById("done");
let binding;

/** Draws the page in a language; what was entered stays. */
function speak(language, values = binding?.values()) {
  const words = WORDS[language];
  binding?.detach();
  fields.replaceChildren();
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll("[data-text]")) {
    element.textContent = words.page[element.dataset.text];
  }
  document.title = `${words.page.title}: Mystic Sports`;
  for (const button of document.querySelectorAll("[data-language]")) {
    button.setAttribute("aria-pressed", String(button.dataset.language === language));
  }
  binding = renderForm(schema, {
    actor: "shopper",
    context: "registration",
    into: fields,
    language,
    messages: new Messages(words.messages),
    words: words.form,
    values,
    autocomplete: { nickname: "nickname", birthday: "bday" },
    summary: true,
  });
  showDocument();
}

function wordsNow() {
  return WORDS[document.documentElement.lang].page;
}

/** What would be sent as it stands, and whether the schema takes it. */
function showDocument() {
  const { ok, violations } = binding.validate();
  const paths = new Set(violations.map(({ path }) => path.replace(/\[.*/, "")));
  const { good, open } = wordsNow();
  const state = document.getElementById("state");
  state.textContent = ok ? good : open.replace("{count}", paths.size);
  state.classList.toggle("good", ok);
  document.getElementById("document").textContent = JSON.stringify(binding.values(), null, 2);
}

form.addEventListener("input", () => {
  done.textContent = "";
  showDocument();
});
// What was entered before a change of language is where the form would go back to by itself.
form.addEventListener("reset", (event) => {
  event.preventDefault();
  done.textContent = "";
  speak(document.documentElement.lang, {});
});

// Only what the schema takes comes this far.
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    const body = JSON.stringify(binding.values());
    const response = await fetch("/registrations", { method: "POST", body });
    const { registered, violations } = await response.json();
    if (violations) return binding.setViolations(violations);
    done.textContent = wordsNow().done.replace("{name}", registered);
  } catch {
    done.textContent = wordsNow().lost;
  }
});

for (const button of document.querySelectorAll("[data-language]")) {
  button.addEventListener("click", () => speak(button.dataset.language));
}
speak(navigator.language.startsWith("de") ? "de" : "en");

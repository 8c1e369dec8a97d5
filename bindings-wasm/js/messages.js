// Messages in other words.

import { answer, handle, object, sendAll, text, wasm } from "./crossing.js";

/** Messages in other words, or in another language, by code. */
export class Messages {
  #handle;

  constructor(templates) {
    for (const [code, template] of Object.entries(object(templates, "templates"))) {
      text(template, `the template of ${code}`);
    }
    const bytes = sendAll(Object.entries(templates).flat());
    this.#handle = handle(wasm.readMessages(bytes), this);
  }

  of(violation) {
    const { code, message, parameters = {} } = object(violation, "violation");
    const bytes = sendAll([text(code, "code"), ...Object.entries(parameters).flat()]);
    return answer(wasm.findMessage(this.#handle, bytes)) ?? message;
  }
}

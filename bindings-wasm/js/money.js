// Exact amounts of money.

import { MADE, answer, kind, refuse, sendAll, started, text } from "./crossing.js";

/** An exact amount of money. */
export class Money {
  #shown;

  constructor(key, shown) {
    if (key !== MADE) {
      refuse("argument.not_constructible", "money is made by `Money.parse` or `Money.fromMinor`");
    }
    this.#shown = shown;
    Object.freeze(this);
  }

  static parse(amount, currency) {
    return made("parse", text(amount, "amount"), text(currency, "currency"));
  }

  static fromMinor(minor, currency) {
    const digits = typeof minor === "bigint" ? String(minor) : minor;
    return made("from_minor", text(digits, "minor"), text(currency, "currency"));
  }

  static #of(money) {
    return #shown in Object(money)
      ? money.#shown
      : refuse("argument.not_money", `expected money, but found ${kind(money)}`);
  }

  get amount() {
    return this.#shown.split(" ")[0];
  }

  get currency() {
    return this.#shown.split(" ")[1];
  }

  get minor() {
    return calculated("minor", this.#shown);
  }

  plus(other) {
    return made("plus", this.#shown, Money.#of(other));
  }

  minus(other) {
    return made("minus", this.#shown, Money.#of(other));
  }

  compare(other) {
    return Number(calculated("compare", this.#shown, Money.#of(other)));
  }

  equals(other) {
    return #shown in Object(other) && this.#shown === other.#shown;
  }

  percentRoundedDown(percent) {
    return made("percent_rounded_down", this.#shown, text(percent, "percent"));
  }

  format(locale, options) {
    const digits = this.amount.split(".")[1]?.length ?? 0;
    const { currency } = this;
    return new Intl.NumberFormat(locale, {
      style: "currency",
      currency,
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
      ...options,
    }).format(this.amount);
  }

  toString() {
    return this.#shown;
  }

  toJSON() {
    return { amount: this.amount, currency: this.currency };
  }
}

function calculated(...texts) {
  return answer(started().money(sendAll(texts)));
}

function made(...texts) {
  return new Money(MADE, calculated(...texts));
}

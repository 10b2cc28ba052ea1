/** The field for a question and its button. */

import { fill, type Strings } from "../strings";
import { h, icon } from "./dom";

/** The server's limit. */
export const MOST_CHARACTERS = 1_000;
const COUNT_FROM = 900;

export class Composer {
  readonly element: HTMLElement;
  readonly input: HTMLTextAreaElement;
  private readonly send: HTMLButtonElement;
  private readonly count: HTMLElement;

  /** `draftKey` names where the tab keeps what was typed and not sent. */
  constructor(
    private readonly strings: Strings,
    private readonly draftKey: string,
    private readonly submit: (text: string) => void,
  ) {
    this.input = h("textarea", {
      rows: 1,
      maxlength: MOST_CHARACTERS,
      "aria-label": strings.input,
      placeholder: strings.placeholder,
      enterkeyhint: "send",
      input: () => this.changed(),
      keydown: (event) => this.pressed(event as KeyboardEvent),
    });
    this.count = h("div", { class: "count", role: "status" });
    this.send = h(
      "button",
      { type: "submit", class: "send", "aria-label": strings.send, title: strings.send },
      icon("send"),
    );
    this.element = h(
      "form",
      {
        class: "composer",
        submit: (event) => {
          event.preventDefault();
          this.submitText();
        },
      },
      h("div", { class: "field" }, this.input, this.send),
      this.count,
    );
    this.set(readDraft(draftKey));
  }

  set(text: string): void {
    this.input.value = text;
    this.changed();
  }

  focus(): void {
    this.input.focus({ preventScroll: true });
  }

  /** Fits the field's height to its lines; CSS sets the most. */
  fit(): void {
    this.input.style.height = "auto";
    if (this.input.scrollHeight) this.input.style.height = `${this.input.scrollHeight}px`;
  }

  private changed(): void {
    const { value } = this.input;
    // Text runs in its own direction; the placeholder in that of the chat.
    this.input.dir = value ? "auto" : "";
    this.send.setAttribute("aria-disabled", String(!value.trim()));
    const left = MOST_CHARACTERS - value.length;
    this.count.textContent = value.length >= COUNT_FROM ? fill(this.strings.tooLong, { count: left }) : "";
    writeDraft(this.draftKey, value);
    this.fit();
  }

  private pressed(event: KeyboardEvent): void {
    // While an input method composes a word, Enter belongs to it.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    this.submitText();
  }

  private submitText(): void {
    const text = this.input.value.trim();
    this.input.focus();
    if (!text) return;
    this.submit(text);
    this.set("");
  }
}

function readDraft(key: string): string {
  try {
    return sessionStorage.getItem(key) ?? "";
  } catch {
    return "";
  }
}

function writeDraft(key: string, text: string): void {
  try {
    if (text) sessionStorage.setItem(key, text);
    else sessionStorage.removeItem(key);
  } catch {
    // no storage: the draft lives as long as the page
  }
}

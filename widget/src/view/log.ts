/** The conversation: one element a message, kept in step with the store. */

import type { Answer } from "../answer";
import type { Button } from "../client";
import type { AdvisorMessage, IntroMessage, Message, VisitorMessage } from "../store";
import type { Language } from "../strings";
import { renderItem } from "./answer";
import { h, hidden, icon, sentenceCase } from "./dom";

export interface LogActions {
  press(button: Button): void;
  copy(answer: Answer | null, text: string): void;
  rate(message: AdvisorMessage, answer: Answer, helpful: boolean): void;
  comment(answer: Answer, text: string): Promise<boolean>;
  edit(message: VisitorMessage): void;
  sendAgain(message: VisitorMessage): void;
}

export class Log {
  readonly element: HTMLElement;
  private readonly list: HTMLElement;
  private readonly dots: HTMLElement;
  private readonly shown = new Map<string, { message: Message; last: boolean; element: HTMLElement }>();

  constructor(
    private readonly language: Language,
    private readonly actions: LogActions,
  ) {
    const { strings } = language;
    this.list = h("div", { class: "messages", role: "log", "aria-live": "polite", "aria-label": strings.messages });
    this.dots = h(
      "div",
      { class: "typing", hidden: true },
      h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i")),
      hidden(strings.typing),
    );
    // Reachable by Tab, so that the arrow keys can scroll it.
    this.element = h(
      "div",
      { class: "log", tabindex: 0, role: "group", "aria-label": strings.messages },
      this.list,
      this.dots,
    );
  }

  /** Shows the messages; `typing` while one is on its way, `stuck` while one can't be sent. */
  show(messages: Message[], typing: boolean, stuck: boolean): void {
    const present = new Set(messages.map((message) => message.id));
    for (const [id, { element }] of this.shown) {
      if (present.has(id)) continue;
      element.remove();
      this.shown.delete(id);
    }
    let before: HTMLElement | null = null;
    let arrived: HTMLElement | null = null;
    const lastId = messages[messages.length - 1]?.id;
    for (const message of messages) {
      const known = this.shown.get(message.id);
      const last = message.id === lastId && !typing;
      // The store gives the same object until a message changes.
      if (known && known.message === message && known.last === last) {
        before = known.element;
        continue;
      }
      const element = known ? this.update(known.element, message, last) : this.make(message, last);
      if (known && element !== known.element) known.element.replaceWith(element);
      if (!known) {
        if (before) before.after(element);
        else this.list.prepend(element);
        arrived = element;
      }
      this.shown.set(message.id, { message, last, element });
      before = element;
    }
    this.dots.hidden = !typing;
    for (const { message, element } of this.shown.values()) {
      if (message.from === "visitor" && message.state === "waiting") element.classList.toggle("stuck", stuck);
    }
    if (arrived) this.bringIntoView(arrived);
    else if (typing) this.toEnd();
  }

  /** Scrolls to what was said last. */
  toEnd(): void {
    this.element.scrollTop = this.element.scrollHeight;
  }

  /** Long answers are read from their start: the question above them stays in sight. */
  private bringIntoView(element: HTMLElement): void {
    const top = (element.previousElementSibling as HTMLElement | null) ?? element;
    const start = element.classList.contains("advisor") ? top.offsetTop - 12 : this.element.scrollHeight;
    this.element.scrollTop = Math.min(start, this.element.scrollHeight);
  }

  /** An answer that is only rated or no longer the last keeps its element: what is open or focused stays so. */
  private update(element: HTMLElement, message: Message, last: boolean): HTMLElement {
    if (message.from === "visitor") return this.make(message, last);
    if (message.from === "advisor") this.showFeedback(element, message);
    this.showNext(element, message, last);
    return element;
  }

  private make(message: Message, last: boolean): HTMLElement {
    if (message.from === "visitor") return this.makeVisitor(message);
    const element = message.from === "intro" ? this.makeIntro(message) : this.makeAdvisor(message);
    this.showNext(element, message, last);
    return element;
  }

  private makeVisitor(message: VisitorMessage): HTMLElement {
    const { strings } = this.language;
    const failed = message.state === "failed";
    return h(
      "div",
      { class: `message visitor ${message.state}` },
      message.newStart
        ? h("div", { class: "divider" }, h("span", {}, strings.newStart))
        : h("div", { class: "bubble" }, hidden(`${strings.you}: `), h("div", { dir: "auto" }, message.text)),
      h(
        "div",
        { class: "meta" },
        failed && h("span", { class: "problem" }, message.error || strings.notSent),
        message.state === "waiting" && h("span", { class: "wait" }, strings.waiting),
        failed && textButton(strings.sendAgain, () => this.actions.sendAgain(message)),
        message.state !== "sent" &&
          !message.newStart &&
          textButton(strings.edit, () => this.actions.edit(message), "edit"),
        !message.newStart && this.time(message.at),
      ),
    );
  }

  private makeIntro(message: IntroMessage): HTMLElement {
    return h(
      "div",
      { class: "message advisor intro" },
      h("div", { class: "card prose", dir: "auto" }, h("p", {}, message.greeting)),
    );
  }

  private makeAdvisor(message: AdvisorMessage): HTMLElement {
    const element = h("div", { class: "message advisor" });
    for (const item of message.items) {
      for (const part of renderItem(item, this.language)) {
        const card = h("div", { class: "card", lang: "en" }, part.element);
        card.append(this.makeBar(message, part.answer, item.text));
        element.append(card);
      }
    }
    this.showFeedback(element, message);
    return element;
  }

  private makeBar(message: AdvisorMessage, answer: Answer | null, text: string): HTMLElement {
    const { strings, code } = this.language;
    const rateable = answer && (answer.kind === "topic" || answer.kind === "declined");
    const rate = (helpful: boolean) =>
      h(
        "button",
        {
          type: "button",
          class: "tool rate",
          "data-answer": answer?.id,
          "data-helpful": String(helpful),
          "aria-pressed": "false",
          "aria-label": helpful ? strings.helpful : strings.unhelpful,
          title: helpful ? strings.helpful : strings.unhelpful,
          click: () => answer && this.actions.rate(message, answer, helpful),
        },
        icon(helpful ? "up" : "down"),
      );
    return h(
      "div",
      { class: "tools", lang: code },
      this.time(message.at),
      h("span", { class: "gap" }),
      toolButton(strings.copy, icon("copy"), () => this.actions.copy(answer, text)),
      rateable && rate(true),
      rateable && rate(false),
    );
  }

  private showFeedback(element: HTMLElement, message: AdvisorMessage): void {
    for (const button of element.querySelectorAll<HTMLElement>(".rate")) {
      const id = button.dataset.answer ?? "";
      const given = message.feedback?.[id];
      button.setAttribute("aria-pressed", String(given !== undefined && String(given) === button.dataset.helpful));
    }
  }

  /** Asks what was missing, under the answer that did not help. */
  askComment(message: AdvisorMessage, answer: Answer): void {
    const { strings } = this.language;
    const rate = this.shown.get(message.id)?.element.querySelector(`.rate[data-answer="${CSS.escape(answer.id)}"]`);
    const card = rate?.closest(".card");
    if (!card || card.querySelector("form")) return;
    const input = h("input", {
      type: "text",
      maxlength: 500,
      "aria-label": strings.whatMissing,
      placeholder: strings.whatMissing,
    });
    const form = h(
      "form",
      {
        class: "comment",
        submit: async (event) => {
          event.preventDefault();
          const text = input.value.trim();
          if (!text || (await this.actions.comment(answer, text))) form.remove();
        },
      },
      input,
      h("button", { type: "submit", class: "secondary" }, strings.sendComment),
    );
    card.append(form);
    input.focus();
  }

  /** Only the newest message offers questions: those before it would answer out of order. */
  private showNext(element: HTMLElement, message: Message, last: boolean): void {
    element.querySelector(".next")?.remove();
    const buttons =
      message.from === "intro" ? message.questions : message.from === "advisor" ? nextQuestions(message) : [];
    if (!last || !buttons.length) return;
    element.append(
      h(
        "div",
        { class: "next", role: "group", "aria-label": this.language.strings.nextQuestions },
        ...buttons.map((button) =>
          h(
            "button",
            {
              type: "button",
              class: "suggestion",
              dir: "auto",
              title: button.question,
              click: () => this.actions.press(button),
            },
            sentenceCase(button.title),
          ),
        ),
      ),
    );
  }

  private time(at: number): HTMLElement {
    const date = new Date(at);
    const today = date.toDateString() === new Date().toDateString();
    const { locale } = this.language;
    const short = date.toLocaleTimeString(locale, { hour: "2-digit", minute: "2-digit" });
    const text = today ? short : `${date.toLocaleDateString(locale, { day: "numeric", month: "short" })}, ${short}`;
    return h("time", { datetime: date.toISOString(), title: date.toLocaleString(locale) }, text);
  }
}

function nextQuestions(message: AdvisorMessage): Button[] {
  const buttons = new Map(message.items.flatMap((item) => item.buttons).map((button) => [button.payload, button]));
  return [...buttons.values()];
}

function textButton(text: string, press: () => void, name = ""): HTMLElement {
  return h("button", { type: "button", class: `text-button ${name}`, click: press }, text);
}

function toolButton(label: string, picture: SVGElement, press: () => void): HTMLElement {
  return h("button", { type: "button", class: "tool", "aria-label": label, title: label, click: press }, picture);
}

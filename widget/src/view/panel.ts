/** The open chat: header, conversation, field, what is kept; and what one can do with all of it. */

import type { Answer } from "../answer";
import type { Button, Client } from "../client";
import type { Delivery } from "../delivery";
import type { Settings } from "../settings";
import type { AdvisorMessage, IntroMessage, Store, Trouble, VisitorMessage } from "../store";
import { fill } from "../strings";
import { Composer } from "./composer";
import { h, icon } from "./dom";
import { Log } from "./log";
import { answerAsText, chatAsText } from "./text";

const START_OVER = "start over";
const NOTICE_MILLISECONDS = 6_000;

export interface PanelActions {
  close(): void;
  sent(via: VisitorMessage["via"]): void;
}

export class Panel {
  readonly element: HTMLElement;
  private readonly log: Log;
  private readonly composer: Composer;
  private readonly banner = h("div", { class: "banner", hidden: true });
  private readonly bannerText = h("span");
  private readonly notice = h("div", { class: "notice", role: "status" });
  private readonly privacy = h("span", { class: "kept" });
  private readonly menu: HTMLElement;
  private readonly menuButton: HTMLButtonElement;
  private readonly sizeButton: HTMLButtonElement;
  private readonly heading: HTMLElement;
  private confirm: HTMLElement | null = null;
  private noticeTimer = 0;
  private bannerTimer = 0;
  private preparing: Promise<void> | null = null;

  constructor(
    private readonly settings: Settings,
    private readonly store: Store,
    private readonly client: Client,
    private readonly delivery: Delivery,
    private readonly actions: PanelActions,
  ) {
    const { strings } = settings.language;
    this.log = new Log(settings.language, {
      press: (button) => this.press(button),
      copy: (answer, text) => void this.copy(answer ? answerAsText(answer, settings.language) : text),
      rate: (message, answer, helpful) => void this.rate(message, answer, helpful),
      comment: (answer, text) => this.comment(answer, text),
      edit: (message) => this.edit(message),
      sendAgain: (message) => this.sendAgain(message),
    });
    this.composer = new Composer(strings, `career-advisor:${settings.server}:draft`, (text) => this.ask(text));
    this.heading = h("h2", { id: "title", tabindex: -1 }, settings.title);
    this.menuButton = iconButton(strings.menu, icon("more"), () => this.toggleMenu());
    this.menuButton.setAttribute("aria-expanded", "false");
    this.menuButton.setAttribute("aria-controls", "menu");
    this.sizeButton = iconButton(strings.enlarge, icon("enlarge"), () => this.toggleSize());
    this.sizeButton.classList.add("size");
    this.menu = this.makeMenu();
    this.banner.append(
      this.bannerText,
      h("button", { type: "button", class: "text-button", click: () => delivery.tryNow() }, strings.tryNow),
    );
    this.element = h(
      "div",
      {
        class: "panel",
        role: "dialog",
        "aria-labelledby": "title",
        keydown: (event) => this.pressed(event as KeyboardEvent),
        click: (event) => this.clicked(event),
      },
      this.makeHeader(),
      this.log.element,
      h("div", { class: "status", role: "status" }, this.banner),
      this.notice,
      this.composer.element,
      this.makeFooter(),
    );
    this.update();
  }

  /** Fills the panel when it opens, and greets where there is something to greet for. */
  opened(focus: "field" | "title" | null): void {
    this.update();
    this.composer.fit();
    this.log.toEnd();
    if (focus === "field") this.composer.focus();
    else if (focus === "title") this.heading.focus();
    void this.prepare();
  }

  /** Shows what the store holds now. */
  update(): void {
    const messages = this.store.messages();
    const waits = messages.some((message) => message.from === "visitor" && message.state === "waiting");
    const trouble = waits ? this.store.trouble : null;
    this.log.show(messages, waits && !trouble, Boolean(trouble));
    this.showBanner(trouble, waits);
    const { strings } = this.settings.language;
    const days = this.store.keepDays;
    this.privacy.textContent = days ? fill(strings.privacy, { days }) : strings.privacyUnknown;
  }

  ask(text: string, via: VisitorMessage["via"] = "typed"): void {
    this.send({ text, send: text, via });
  }

  /** Keeps Tab inside while the panel covers the whole screen. */
  setModal(modal: boolean): void {
    this.element.setAttribute("aria-modal", String(modal));
  }

  // -- the conversation

  private press(button: Button): void {
    this.composer.focus();
    this.send({ text: button.question, send: button.payload, via: "button" });
  }

  private send(message: Pick<VisitorMessage, "text" | "send" | "via" | "newStart">): void {
    this.store.add<VisitorMessage>({ from: "visitor", state: "waiting", ...message });
    this.actions.sent(message.via);
    this.delivery.start();
  }

  private edit(message: VisitorMessage): void {
    this.store.removeMessage(message.id);
    this.store.trouble = null;
    this.composer.set([message.text, this.composer.input.value].filter(Boolean).join("\n"));
    this.composer.focus();
  }

  private sendAgain(message: VisitorMessage): void {
    this.store.change(message.id, { state: "waiting", error: undefined, at: Date.now() });
    this.composer.focus();
    this.delivery.tryNow();
  }

  /** Greets at the first visit and on a page about another career, and learns how long the server keeps things. */
  private prepare(): Promise<void> {
    this.preparing ??= this.prepareOnce().finally(() => (this.preparing = null));
    return this.preparing;
  }

  private async prepareOnce(): Promise<void> {
    const { role } = this.settings;
    const messages = this.store.messages();
    const intro = messages.filter((message) => message.from === "intro").at(-1) as IntroMessage | undefined;
    const newCareer = role !== null && intro?.role !== role;
    if (!messages.length || (newCareer && !this.store.firstWaiting())) await this.greet();
    const days = await this.client.keepDays().catch(() => null);
    if (days !== null && this.store.messages().length) this.store.keepDays = days;
  }

  private async greet(): Promise<void> {
    const { role, greeting, language } = this.settings;
    const suggested = await this.client.suggestions(role).catch(() => null);
    if (this.store.firstWaiting()) return; // a question was faster than the greeting
    this.store.add<IntroMessage>({
      from: "intro",
      greeting: greeting ?? suggested?.greeting ?? language.strings.greeting,
      questions: suggested?.questions ?? language.strings.firstQuestions.map(asButton),
      role,
    });
  }

  private startOver(): void {
    this.toggleMenu(false);
    this.composer.focus();
    this.send({ text: this.settings.language.strings.startOver, send: START_OVER, via: "button", newStart: true });
  }

  private async forget(): Promise<void> {
    const { strings } = this.settings.language;
    try {
      await this.client.forget(this.store.id);
    } catch {
      this.say(strings.notForgotten);
      return;
    }
    this.store.clear();
    this.composer.set("");
    this.say(strings.forgotten);
    await this.prepare();
  }

  // -- answers

  private async copy(text: string): Promise<void> {
    const { strings } = this.settings.language;
    this.say((await copyText(text, this.element)) ? strings.copied : strings.notCopied);
  }

  private async rate(message: AdvisorMessage, answer: Answer, helpful: boolean): Promise<void> {
    const { strings } = this.settings.language;
    try {
      await this.client.feedback(this.store.id, answer.id, helpful);
    } catch {
      this.say(strings.notSaved);
      return;
    }
    this.store.change(message.id, { feedback: { ...message.feedback, [answer.id]: helpful } });
    this.say(strings.thanks);
    if (!helpful) this.log.askComment(message, answer);
  }

  private async comment(answer: Answer, text: string): Promise<boolean> {
    const { strings } = this.settings.language;
    try {
      await this.client.feedback(this.store.id, answer.id, false, text);
    } catch {
      this.say(strings.notSaved);
      return false;
    }
    this.say(strings.thanks);
    this.composer.focus();
    return true;
  }

  // -- header, menu, footer

  private makeHeader(): HTMLElement {
    const { strings } = this.settings.language;
    return h(
      "header",
      {},
      h("span", { class: "mark-of-house", "aria-hidden": "true" }, icon("chat")),
      h("div", { class: "titles" }, this.heading, h("p", {}, strings.subtitle)),
      this.sizeButton,
      this.menuButton,
      iconButton(strings.close, icon("close"), () => this.actions.close()),
      this.menu,
    );
  }

  private makeMenu(): HTMLElement {
    const { contactUrl, language } = this.settings;
    const { strings } = language;
    const entry = (text: string, press: () => void) => h("li", {}, h("button", { type: "button", click: press }, text));
    return h(
      "ul",
      { id: "menu", class: "menu", hidden: true },
      entry(strings.startOver, () => this.startOver()),
      entry(strings.download, () => this.download()),
      entry(strings.forget, () => this.askForget()),
      contactUrl && h("li", {}, siteLink(contactUrl, strings.contact)),
    );
  }

  private makeFooter(): HTMLElement {
    const { contactUrl, privacyUrl, language } = this.settings;
    const { strings } = language;
    return h(
      "footer",
      {},
      this.privacy,
      h(
        "span",
        { class: "ways" },
        privacyUrl && siteLink(privacyUrl, strings.privacyLink),
        h("button", { type: "button", class: "text-button", click: () => this.askForget() }, strings.forget),
        contactUrl && siteLink(contactUrl, strings.contact),
      ),
    );
  }

  private toggleMenu(open = this.menu.hidden): void {
    this.menu.hidden = !open;
    this.menuButton.setAttribute("aria-expanded", String(open));
    if (open) this.menu.querySelector("button")?.focus();
  }

  private toggleSize(): void {
    const { strings } = this.settings.language;
    const large = this.element.classList.toggle("large");
    const label = large ? strings.shrink : strings.enlarge;
    this.sizeButton.replaceChildren(icon(large ? "shrink" : "enlarge"));
    this.sizeButton.setAttribute("aria-label", label);
    this.sizeButton.title = label;
  }

  private download(): void {
    const { title, language } = this.settings;
    const text = chatAsText(title, this.store.messages(), language);
    const url = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
    const day = new Date().toISOString().slice(0, 10);
    const link = h("a", { href: url, download: `career-advisor-${day}.txt`, hidden: true });
    this.element.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
    this.toggleMenu(false);
    this.menuButton.focus();
  }

  private askForget(): void {
    if (this.confirm) return;
    const { strings } = this.settings.language;
    this.toggleMenu(false);
    const cancel = h(
      "button",
      { type: "button", class: "secondary", click: () => this.closeConfirm() },
      strings.cancel,
    );
    const forget = () => {
      this.closeConfirm();
      void this.forget();
    };
    this.confirm = h(
      "div",
      { class: "veil" },
      h(
        "div",
        {
          class: "confirm",
          role: "alertdialog",
          "aria-modal": "true",
          "aria-labelledby": "confirm-title",
          "aria-describedby": "confirm-text",
        },
        h("h3", { id: "confirm-title" }, strings.forgetQuestion),
        h("p", { id: "confirm-text" }, strings.forgetExplained),
        h(
          "div",
          { class: "choices" },
          cancel,
          h("button", { type: "button", class: "danger", click: forget }, strings.forget),
        ),
      ),
    );
    this.element.append(this.confirm);
    cancel.focus();
  }

  private closeConfirm(): void {
    this.confirm?.remove();
    this.confirm = null;
    this.composer.focus();
  }

  // -- what is going on

  private showBanner(trouble: Trouble | null, waits: boolean): void {
    clearTimeout(this.bannerTimer);
    const { strings } = this.settings.language;
    const slow = waits && this.delivery.slow;
    const seconds = Math.max(1, Math.ceil(((trouble?.nextAt ?? 0) - Date.now()) / 1_000));
    const text = trouble ? fill(strings[trouble.kind], { seconds }) : slow ? strings.slow : "";
    // A live region is read out at every change, so it changes only when there is something else to say.
    if (text !== this.bannerText.textContent) this.bannerText.textContent = text;
    this.banner.hidden = !text;
    this.banner.classList.toggle("plain", !trouble);
  }

  private say(text: string): void {
    clearTimeout(this.noticeTimer);
    this.notice.textContent = text;
    this.noticeTimer = window.setTimeout(() => (this.notice.textContent = ""), NOTICE_MILLISECONDS);
  }

  /** A press anywhere else closes the menu. */
  private clicked(event: Event): void {
    const target = event.target as Node;
    if (!this.menu.hidden && !this.menu.contains(target) && !this.menuButton.contains(target)) this.toggleMenu(false);
  }

  private pressed(event: KeyboardEvent): void {
    if (event.key === "Escape") {
      event.stopPropagation();
      this.escape();
    } else if (event.key === "Tab") {
      this.keepFocus(event);
    }
  }

  /** Escape closes what lies on top. */
  private escape(): void {
    if (this.confirm) this.closeConfirm();
    else if (!this.menu.hidden) {
      this.toggleMenu(false);
      this.menuButton.focus();
    } else this.actions.close();
  }

  private keepFocus(event: KeyboardEvent): void {
    const within = this.confirm ?? (this.element.getAttribute("aria-modal") === "true" ? this.element : null);
    if (!within) return;
    const all = within.querySelectorAll<HTMLElement>("a[href], button, textarea, input, summary, [tabindex='0']");
    const reachable = [...all].filter((element) => element.tabIndex >= 0 && element.getClientRects().length);
    const active = (this.element.getRootNode() as ShadowRoot).activeElement;
    const edge = event.shiftKey ? reachable[0] : reachable[reachable.length - 1];
    if (active !== edge && within.contains(active)) return;
    event.preventDefault();
    (event.shiftKey ? reachable[reachable.length - 1] : reachable[0])?.focus();
  }
}

function asButton(question: string): Button {
  return { title: question, question, payload: question };
}

function iconButton(label: string, picture: SVGElement, press: () => void): HTMLButtonElement {
  return h(
    "button",
    { type: "button", class: "icon-button", "aria-label": label, title: label, click: press },
    picture,
  );
}

function siteLink(url: string, text: string): HTMLElement {
  return h("a", { href: url, target: /^https?:/.test(url) ? "_blank" : null, rel: "noopener" }, text);
}

/** Returns whether the text is on the clipboard now. */
async function copyText(text: string, near: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Pages on plain http have no clipboard of the new kind.
    const field = h("textarea", { class: "sr-only", "aria-hidden": "true", tabindex: -1 });
    const active = (near.getRootNode() as ShadowRoot).activeElement as HTMLElement | null;
    field.value = text;
    near.append(field);
    field.select();
    const done = document.execCommand?.("copy") ?? false;
    field.remove();
    active?.focus();
    return done;
  }
}

/** The custom element `<career-advisor>`: the button in the corner, the panel it opens, and how both look. */

import { Client } from "./client";
import { css, readableOn, readColour, textOn, type Colour } from "./colour";
import { Delivery, type Arrival } from "./delivery";
import { readSettings, type Settings } from "./settings";
import { Store, type VisitorMessage } from "./store";
import styles from "./styles.css?inline";
import { h, icon } from "./view/dom";
import { Panel } from "./view/panel";

/** The same bounds as in styles.css. */
const SMALL_SCREEN = "(max-width: 480px), (max-height: 420px)";
const SURFACES: Record<"light" | "dark", Colour[]> = {
  light: [
    [255, 255, 255],
    [243, 245, 247],
  ],
  dark: [
    [32, 39, 46],
    [22, 27, 33],
  ],
};
const DEFAULT_ACCENT = "#155e75";

export class CareerAdvisor extends HTMLElement {
  static observedAttributes = ["data-role", "data-theme", "data-color", "data-position"];

  private parts: Parts | null = null;
  private opener: HTMLElement | null = null;
  private readonly darkPage = matchMedia("(prefers-color-scheme: dark)");
  private readonly smallScreen = matchMedia(SMALL_SCREEN);

  connectedCallback(): void {
    this.parts ??= this.build();
    this.dress();
    document.addEventListener("click", this.onPageClick);
    document.addEventListener("keydown", this.onPageKey);
    this.darkPage.addEventListener("change", this.dress);
    this.smallScreen.addEventListener("change", this.fitScreen);
    window.visualViewport?.addEventListener("resize", this.fitScreen);
    window.visualViewport?.addEventListener("scroll", this.fitScreen);
    if (this.parts.settings.open || (wasOpen(this.parts.settings) && !this.smallScreen.matches)) this.show(false);
    this.parts.delivery.start();
  }

  disconnectedCallback(): void {
    document.removeEventListener("click", this.onPageClick);
    document.removeEventListener("keydown", this.onPageKey);
    this.darkPage.removeEventListener("change", this.dress);
    this.smallScreen.removeEventListener("change", this.fitScreen);
    window.visualViewport?.removeEventListener("resize", this.fitScreen);
    window.visualViewport?.removeEventListener("scroll", this.fitScreen);
  }

  attributeChangedCallback(): void {
    if (!this.parts) return;
    Object.assign(this.parts.settings, readSettings(this.dataset, document));
    this.dress();
  }

  /** Opens the chat and puts the focus into its field. */
  open(): void {
    this.show(true);
  }

  close(): void {
    const { panel, settings, root, launcher } = this.ready();
    if (!this.isOpen) return;
    root.classList.remove("open");
    launcher.setAttribute("aria-expanded", "false");
    panel?.element.setAttribute("hidden", "");
    rememberOpen(settings, false);
    (this.opener?.isConnected ? this.opener : launcher).focus();
    this.opener = null;
  }

  toggle(): void {
    if (this.isOpen) this.close();
    else this.open();
  }

  /** Opens the chat and asks a question. */
  ask(question: string): void {
    this.show(true);
    this.ready().panel?.ask(question, "page");
  }

  get isOpen(): boolean {
    return this.parts?.root.classList.contains("open") ?? false;
  }

  private ready(): Parts {
    return (this.parts ??= this.build());
  }

  private build(): Parts {
    const settings = readSettings(this.dataset, document);
    const { strings, code } = settings.language;
    const store = new Store(settings.server);
    const client = new Client(settings.server);
    const delivery = new Delivery(
      store,
      client,
      { role: () => settings.role, noAnswer: () => strings.noAnswer },
      { arrived: (arrival) => this.arrived(arrival), changed: () => this.parts?.panel?.update() },
    );
    const launcher = h(
      "button",
      {
        type: "button",
        class: "launcher",
        "aria-expanded": "false",
        "aria-haspopup": "dialog",
        click: () => this.open(),
      },
      icon("chat"),
      h("span", {}, strings.launcher),
    );
    const root = h("section", { class: "root", lang: code, "aria-label": settings.title }, launcher);
    const shadow = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    shadow.replaceChildren(root);
    addStyles(shadow);
    store.onChange(() => this.parts?.panel?.update());
    return { settings, store, client, delivery, root, launcher, panel: null };
  }

  private show(focus: boolean): void {
    const parts = this.ready();
    const { settings, store, client, delivery, root, launcher } = parts;
    if (!parts.panel) {
      parts.panel = new Panel(settings, store, client, delivery, {
        close: () => this.close(),
        sent: (via) => this.sent(via),
      });
      root.append(parts.panel.element);
    }
    if (this.isOpen) {
      if (focus) parts.panel.opened(this.firstFocus());
      return;
    }
    if (focus)
      this.opener ??= document.activeElement === this ? launcher : (document.activeElement as HTMLElement | null);
    parts.panel.element.removeAttribute("hidden");
    root.classList.add("open");
    launcher.setAttribute("aria-expanded", "true");
    this.fitScreen();
    parts.panel.opened(focus ? this.firstFocus() : null);
    rememberOpen(settings, true);
    this.emit("advisor-opened", {});
  }

  /** On a phone the keyboard would cover the greeting: it comes with the first tap into the field. */
  private firstFocus(): "field" | "title" {
    return this.smallScreen.matches ? "title" : "field";
  }

  private sent(via: VisitorMessage["via"]): void {
    this.emit("advisor-sent", { via });
  }

  private arrived({ message, question, milliseconds }: Arrival): void {
    const answers = message.items.flatMap((item) => item.custom?.answers ?? []);
    this.emit("advisor-answered", {
      via: question.via,
      milliseconds,
      answers: answers.map(({ id, kind, topic, roles }) => ({
        id,
        kind,
        topic: topic ?? null,
        roles: (roles ?? []).map((role) => role.id),
      })),
    });
  }

  /** Events tell what happened and never what the visitor wrote: that stays between visitor and server. */
  private emit(name: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail }));
  }

  /** Anything on the page with `data-advisor-open` or `data-advisor-ask="…"` is a way in. */
  private readonly onPageClick = (event: Event): void => {
    const target = event.composedPath()[0];
    const way =
      target instanceof Element ? target.closest<HTMLElement>("[data-advisor-open], [data-advisor-ask]") : null;
    if (!way || event.defaultPrevented) return;
    event.preventDefault();
    this.opener = way;
    if (way.dataset.advisorAsk) this.ask(way.dataset.advisorAsk);
    else this.open();
  };

  private readonly onPageKey = (event: KeyboardEvent): void => {
    // Focus may lie outside of a panel that opened with the page.
    if (event.key === "Escape" && this.isOpen && document.activeElement === document.body) this.close();
  };

  /** Colours, side and direction, as the attributes and the page say. */
  private readonly dress = (): void => {
    if (!this.parts) return;
    const { root, settings } = this.parts;
    const dark = settings.theme === "dark" || (settings.theme === "auto" && this.darkPage.matches);
    const pageIsRightToLeft = getComputedStyle(document.documentElement).direction === "rtl";
    const right = settings.language.rightToLeft || pageIsRightToLeft;
    root.dir = right ? "rtl" : "ltr";
    root.dataset.theme = dark ? "dark" : "light";
    root.dataset.side = sideOf(settings.position, right);
    if (settings.colour) this.style.setProperty("--advisor-accent", settings.colour);
    const own = getComputedStyle(this).getPropertyValue("--advisor-accent").trim();
    const accent = readColour(own || DEFAULT_ACCENT, root);
    if (!accent) return;
    root.style.setProperty("--on-accent", css(textOn(accent)));
    root.style.setProperty("--link", css(readableOn(accent, SURFACES[dark ? "dark" : "light"], dark)));
  };

  /** On small screens the panel is as high as what the keyboard leaves, and keeps Tab inside. */
  private readonly fitScreen = (): void => {
    const panel = this.parts?.panel;
    const viewport = window.visualViewport;
    if (!panel || !this.isOpen) return;
    const small = this.smallScreen.matches;
    panel.setModal(small);
    const { style } = panel.element;
    // A pinched zoom moves the visual viewport as well: that must not move the panel.
    const keyboard = small && viewport && viewport.scale <= 1.01;
    style.setProperty("--screen-height", keyboard ? `${viewport.height}px` : "100dvh");
    style.setProperty("--screen-top", keyboard ? `${viewport.offsetTop}px` : "0px");
  };
}

interface Parts {
  settings: Settings;
  store: Store;
  client: Client;
  delivery: Delivery;
  root: HTMLElement;
  launcher: HTMLElement;
  panel: Panel | null;
}

/** Sheets that are made by script need no `style-src` in the page's policy. */
function addStyles(shadow: ShadowRoot): void {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(styles);
    shadow.adoptedStyleSheets = [sheet];
  } catch {
    // Browsers before 2023 don't have them.
    shadow.prepend(h("style", {}, styles));
  }
}

function sideOf(position: string, rightToLeft: boolean): "left" | "right" {
  if (position === "left" || position === "right") return position;
  return (position === "end") !== rightToLeft ? "right" : "left";
}

function wasOpen(settings: Settings): boolean {
  try {
    return sessionStorage.getItem(`career-advisor:${settings.server}:open`) === "yes";
  } catch {
    return false;
  }
}

function rememberOpen(settings: Settings, open: boolean): void {
  try {
    sessionStorage.setItem(`career-advisor:${settings.server}:open`, open ? "yes" : "no");
  } catch {
    // no storage: the next page starts closed
  }
}

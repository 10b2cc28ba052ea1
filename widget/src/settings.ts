/** What a site sets: `data-` attributes of the script or of a `<career-advisor>` of its own. */

import { languageOf, type Language, type Strings } from "./strings";
import { safeLink } from "./view/dom";

export interface Settings {
  /** Where the assistant is, without a slash at the end. */
  server: string;
  role: string | null;
  title: string;
  greeting: string | null;
  colour: string | null;
  position: string;
  theme: "auto" | "light" | "dark";
  open: boolean;
  contactUrl: string | null;
  privacyUrl: string | null;
  language: Language;
}

/** Reads the settings; whatever is wrong is said on the console and left out, so that the page goes on. */
export function readSettings(data: DOMStringMap, page: Document): Settings {
  const language = languageOf(data.lang || page.documentElement.lang || "en", readOverrides(data.strings));
  return {
    server: readServer(data.server, page),
    role: data.role?.trim() || null,
    title: data.title || language.strings.title,
    greeting: data.greeting || null,
    colour: data.color || null,
    position: oneOf(data, "position", ["end", "start", "left", "right"]),
    theme: oneOf(data, "theme", ["auto", "light", "dark"]),
    open: data.open !== undefined && data.open !== "false",
    contactUrl: link(data, "contactUrl"),
    privacyUrl: link(data, "privacyUrl"),
    language,
  };
}

/** The server that a script's address stands for: all before `/widget.js` or `/widget/<version>/widget.js`. */
export function serverOfScript(address: string): string {
  return address.replace(/[?#].*$/, "").replace(/(\/widget\/[^/]+)?\/[^/]*$/, "");
}

function readServer(value: string | undefined, page: Document): string {
  try {
    const url = new URL(value || page.location.origin, page.baseURI);
    return (url.origin + url.pathname).replace(/\/+$/, "");
  } catch {
    warn("server", value);
    return page.location.origin;
  }
}

function oneOf<T extends string>(data: DOMStringMap, name: string, allowed: readonly T[]): T {
  const value = data[name];
  if (value && !allowed.includes(value as T)) warn(name, value, `one of ${allowed.join(", ")}`);
  return allowed.includes(value as T) ? (value as T) : allowed[0];
}

function link(data: DOMStringMap, name: string): string | null {
  const value = data[name];
  const url = value ? safeLink(value, ["http:", "https:", "mailto:", "tel:"]) : null;
  if (value && !url) warn(name, value, "an address with https:, mailto: or tel:");
  return url;
}

function readOverrides(value: string | undefined): Partial<Strings> {
  if (!value) return {};
  try {
    return JSON.parse(value) as Partial<Strings>;
  } catch {
    warn("strings", value, "JSON");
    return {};
  }
}

function warn(name: string, value: string | undefined, allowed = "an address"): void {
  const attribute = `data-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  console.warn(`Career Advisor: ${attribute}="${value}" is not ${allowed}; it is ignored.`);
}

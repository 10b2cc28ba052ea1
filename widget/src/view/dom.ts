/** Small helpers to build elements. Text always goes in as text: nothing here reads HTML. */

type Child = Node | string | null | undefined | false;
type Attributes = Record<string, string | number | boolean | null | undefined | ((event: Event) => void)>;

const SVG = "http://www.w3.org/2000/svg";

/** Makes an element; a function among the attributes is the listener of that event, `true` an empty attribute. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  fill(element, attributes, children);
  return element;
}

/** Makes an SVG element. */
export function s(tag: string, attributes: Attributes = {}, ...children: Child[]): SVGElement {
  const element = document.createElementNS(SVG, tag) as SVGElement;
  fill(element, attributes, children);
  return element;
}

function fill(element: Element, attributes: Attributes, children: Child[]): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, String(value));
  }
  element.append(...children.filter((child): child is Node | string => Boolean(child)));
}

/** Returns an address that may be followed, or null: no `javascript:` and no other scheme than those named. */
export function safeLink(address: string, schemes: readonly string[] = ["http:", "https:"]): string | null {
  try {
    const url = new URL(address);
    return schemes.includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/** A link that leaves the chat; plain content where the address may not be followed. */
export function outwardLink(address: string | undefined, newTab: string, ...content: Child[]): Node {
  const url = address ? safeLink(address) : null;
  if (!url) return h("span", {}, ...content);
  return h(
    "a",
    { href: url, target: "_blank", rel: "noopener noreferrer nofollow" },
    ...content,
    hidden(` (${newTab})`),
  );
}

/** Text for screen readers alone. */
export function hidden(text: string): HTMLElement {
  return h("span", { class: "sr-only" }, text);
}

export function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const ICONS = {
  chat: "M4 5.5h16v11H10l-4.5 4v-4H4z M8 9.5h8 M8 12.7h5",
  close: "M6 6l12 12M18 6L6 18",
  more: "M12 5.5v.01M12 12v.01M12 18.5v.01",
  enlarge: "M14 4h6v6M10 20H4v-6M20 4l-7 7M4 20l7-7",
  shrink: "M20 10h-6V4M4 14h6v6M14 10l6.5-6.5M10 14l-6.5 6.5",
  send: "M12 19V5M5.5 11.5L12 5l6.5 6.5",
  copy: "M9 9h11v11H9z M5 15H4V4h11v1",
  up: "M7 11v9H3.5v-9z M7 11l4-7.5c1.6 0 2.6 1.2 2.2 2.7L12.5 9.500H19a1.800 1.800 0 0 1 1.760 2.150l-1.300 6.500A2.300 2.300 0 0 1 17.200 20H7",
  down: "M17 13V4h3.500v9z M17 13l-4 7.500c-1.600 0-2.600-1.200-2.200-2.700l.700-3.300H5a1.800 1.800 0 0 1-1.760-2.150l1.300-6.500A2.300 2.300 0 0 1 6.800 4H17",
};

/** A line drawing of 24 units, in the colour of the text around it. */
export function icon(name: keyof typeof ICONS): SVGElement {
  return s(
    "svg",
    { class: `icon icon-${name}`, viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" },
    s("path", { d: ICONS[name] }),
  );
}

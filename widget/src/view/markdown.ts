/** Markdown to elements, for messages that come without an Answer. */

import DOMPurify from "dompurify";
import { Marked } from "marked";
import { safeLink } from "./dom";

const TAGS = ["a", "b", "blockquote", "br", "code", "del", "em", "h3", "h4", "hr", "i", "li", "ol", "p", "pre"];
const TABLE_TAGS = ["strong", "table", "tbody", "td", "th", "thead", "tr", "ul"];

const marked = new Marked({
  gfm: true,
  breaks: true,
  renderer: {
    // HTML in a message is shown as it was written. Images are not fetched: their description stands for them.
    html: ({ text }) => escaped(text),
    image: ({ text }) => escaped(text),
    heading({ tokens, depth }) {
      const level = depth <= 3 ? "h3" : "h4"; // the chat's own title is the h2 above
      return `<${level}>${this.parser.parseInline(tokens)}</${level}>`;
    },
  },
});

/** Returns the elements of a text; whatever could run or call out is gone. */
export function renderMarkdown(text: string, newTab: string): DocumentFragment {
  const fragment = DOMPurify.sanitize(marked.parse(text, { async: false }), {
    ALLOWED_TAGS: [...TAGS, ...TABLE_TAGS],
    ALLOWED_ATTR: ["href", "start"],
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    RETURN_DOM_FRAGMENT: true,
  });
  for (const link of fragment.querySelectorAll("a")) {
    const url = safeLink(link.getAttribute("href") ?? "", ["http:", "https:", "mailto:"]);
    if (!url) {
      link.replaceWith(...link.childNodes);
      continue;
    }
    link.href = url;
    link.target = "_blank";
    link.rel = "noopener noreferrer nofollow";
    link.title = newTab;
  }
  for (const table of fragment.querySelectorAll("table")) {
    const scroller = document.createElement("div");
    scroller.className = "scroller";
    scroller.tabIndex = 0;
    table.replaceWith(scroller);
    scroller.append(table);
  }
  return fragment;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

/**
 * Markdown to elements, for messages that come without an Answer.
 *
 * marked only reads the text; the elements are made here, one known kind at a time, and never from HTML. So there is
 * nothing to sanitise: HTML in a message is shown as it was written, and an image as its description.
 */

import { Lexer, type Token, type Tokens } from "marked";
import { h, outwardLink } from "./dom";

/** Returns the elements of a text; nothing in it can run or call out. */
export function renderMarkdown(text: string, newTab: string): Node[] {
  return renderAll(new Lexer({ gfm: true, breaks: true }).lex(text), newTab);
}

function renderAll(tokens: Token[] | undefined, newTab: string): Node[] {
  return (tokens ?? []).flatMap((token) => render(token, newTab));
}

function render(token: Token, newTab: string): Node[] {
  const inner = () => ("tokens" in token && token.tokens ? renderAll(token.tokens, newTab) : [plain(token)]);
  switch (token.type) {
    case "space":
    case "def":
    case "checkbox":
      return [];
    case "paragraph":
      return [h("p", {}, ...inner())];
    case "heading":
      return [h(token.depth <= 3 ? "h3" : "h4", {}, ...inner())]; // the chat's own title is the h2 above
    case "blockquote":
      return [h("blockquote", {}, ...inner())];
    case "list":
      return [renderList(token as Tokens.List, newTab)];
    case "table":
      return [renderTable(token as Tokens.Table, newTab)];
    case "code":
      return [h("pre", {}, h("code", {}, token.text))];
    case "hr":
      return [h("hr")];
    case "br":
      return [h("br")];
    case "strong":
    case "em":
    case "del":
      return [h(token.type, {}, ...inner())];
    case "codespan":
      return [h("code", {}, token.text)];
    case "link":
      return [outwardLink(token.href, newTab, ...inner())];
    default:
      return "tokens" in token && token.tokens ? inner() : [plain(token)];
  }
}

function plain(token: Token): Node {
  return document.createTextNode("text" in token && token.type !== "html" ? token.text : token.raw);
}

function renderList(list: Tokens.List, newTab: string): HTMLElement {
  const items = list.items.map((item) => h("li", {}, ...renderAll(item.tokens, newTab)));
  return list.ordered ? h("ol", { start: list.start || null }, ...items) : h("ul", {}, ...items);
}

function renderTable(table: Tokens.Table, newTab: string): HTMLElement {
  const cells = (row: Tokens.TableCell[], tag: "th" | "td") =>
    h("tr", {}, ...row.map((cell) => h(tag, {}, ...renderAll(cell.tokens, newTab))));
  const head = h("thead", {}, cells(table.header, "th"));
  const body = h("tbody", {}, ...table.rows.map((row) => cells(row, "td")));
  return h("div", { class: "scroller", tabindex: 0 }, h("table", {}, head, body));
}

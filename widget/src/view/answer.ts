/** Answers as elements. */

import type { Answer, AnswerFigure, AnswerSource, FiguresBlock, Item, ListBlock, TableBlock } from "../answer";
import type { Item as ReplyItem } from "../client";
import type { Language } from "../strings";
import { drawRange, drawScale, rangeOf, scaleOf, type Range } from "./chart";
import { h, outwardLink, sentenceCase } from "./dom";
import { renderMarkdown } from "./markdown";
import { plain } from "./text";

/** Returns the parts of one item of a reply: one element an answer, or its text where it has none. */
export function renderItem(item: ReplyItem, language: Language): { answer: Answer | null; element: HTMLElement }[] {
  const answers = item.custom?.answers ?? [];
  if (!answers.length) {
    return [
      {
        answer: null,
        element: h("div", { class: "prose", dir: "auto" }, ...renderMarkdown(item.text, language.strings.newTab)),
      },
    ];
  }
  return answers.map((answer) => ({ answer, element: renderSafely(answer, language) }));
}

/** An answer that doesn't keep to its schema is still said, without its form. */
function renderSafely(answer: Answer, language: Language): HTMLElement {
  try {
    return renderAnswer(answer, language);
  } catch (error) {
    console.error("Career Advisor: an answer could not be laid out.", error);
    return h("div", { class: "prose" }, h("p", {}, plain(String(answer.lead ?? ""))));
  }
}

function renderAnswer(answer: Answer, language: Language): HTMLElement {
  const sources = new Sources(answer.sources ?? [], language);
  return h(
    "article",
    { class: "prose", dir: "auto" },
    answer.title && h("h3", {}, answer.title),
    answer.lead && h("p", { class: "lead" }, ...bold(answer.lead), sources.marks(answer.lead_sources)),
    ...(answer.blocks ?? []).map((block) => renderBlock(block, answer, sources, language)),
    answer.caveats?.length ? renderCaveats(answer.caveats, sources) : null,
    sources.list(),
  );
}

/** The sources of one answer, and the marks that point to them. */
class Sources {
  private readonly entries = new Map<number, HTMLElement>();
  private details: HTMLDetailsElement | null = null;

  constructor(
    private readonly sources: AnswerSource[],
    private readonly language: Language,
  ) {}

  /** Marks only tell something where there is more than one source. */
  marks(numbers: number[] | undefined): HTMLElement | null {
    if (this.sources.length < 2 || !numbers?.length) return null;
    return h("span", { class: "marks" }, ...numbers.map((number) => this.mark(number)));
  }

  list(): HTMLElement | null {
    if (!this.sources.length) return null;
    const { strings } = this.language;
    const one = this.sources.length === 1;
    const items = this.sources.map((source) => {
      const entry = h(
        "li",
        { value: source.number, tabindex: -1 },
        outwardLink(source.url, strings.newTab, source.title),
        h("span", { class: "published" }, `${source.publisher}, ${source.published}`),
        source.reliability
          ? h("span", { class: source.weak ? "reliability weak" : "reliability" }, sentenceCase(source.reliability))
          : null,
      );
      this.entries.set(source.number, entry);
      return entry;
    });
    const count = one ? "" : ` (${this.sources.length})`;
    this.details = h(
      "details",
      { class: "sources" },
      h("summary", {}, (one ? strings.source : strings.sources) + count),
      h("ol", { class: one ? "only" : null }, ...items),
    );
    return this.details;
  }

  /** Out of the tab order: the list of sources itself is reached with one Tab, not after thirty marks. */
  private mark(number: number): HTMLElement {
    const label = `${this.language.strings.source} ${number}`;
    return h(
      "button",
      { class: "mark", type: "button", tabindex: -1, "aria-label": label, click: () => this.show(number) },
      String(number),
    );
  }

  private show(number: number): void {
    const entry = this.entries.get(number);
    if (!entry || !this.details) return;
    this.details.open = true;
    entry.focus();
    entry.scrollIntoView({ block: "nearest" });
  }
}

function renderBlock(
  block: ListBlock | TableBlock | FiguresBlock,
  answer: Answer,
  sources: Sources,
  language: Language,
): HTMLElement | null {
  if ("figures" in block) return renderFigures(block, sources, language);
  if ("rows" in block) return renderTable(block, sources, language);
  return block.items.length ? renderList(block, answer, sources, language) : null;
}

function renderList(block: ListBlock, answer: Answer, sources: Sources, language: Language): HTMLElement {
  const sideBySide = isSideBySide(block, answer);
  const items = block.items.map((item) =>
    sideBySide
      ? h(
          "div",
          { class: "side" },
          item.label && h("h5", {}, item.label),
          h("p", {}, ...itemContent(item, sources, language)),
        )
      : h("li", {}, item.label && h("strong", {}, `${item.label}: `), ...itemContent(item, sources, language)),
  );
  return h(
    "section",
    { class: "block" },
    block.title && h("h4", {}, block.title),
    h(sideBySide ? "div" : "ul", { class: sideBySide ? "sides" : null }, ...items),
  );
}

/** A comparison whose points are one a career stands in columns. */
function isSideBySide(block: ListBlock, answer: Answer): boolean {
  const careers = (answer.roles ?? []).map((role) => role.name.toLowerCase());
  const names = block.items.map((item) => nameOf(item).toLowerCase());
  const oneEach = names.length > 1 && new Set(names).size === names.length;
  return answer.topic === "comparison" && oneEach && names.every((name) => careers.includes(name));
}

/** What a point is about: its label, or the first words in bold. */
function nameOf(item: Item): string {
  return item.label ?? /\*\*(.+?)\*\*/.exec(item.text)?.[1] ?? "";
}

/** The link goes on the name in bold that a text starts with, or on the whole text. */
function itemContent(item: Item, sources: Sources, { strings }: Language): (Node | null)[] {
  const parts = bold(item.text);
  const content: (Node | null)[] = parts;
  if (item.url) parts[0] = outwardLink(item.url, strings.newTab, parts[0]);
  if (item.badge) {
    const retired = item.badge === "retired";
    content.push(
      document.createTextNode(" "),
      h("span", { class: `badge${retired ? " retired" : ""}` }, retired ? strings.retired : item.badge),
    );
  }
  content.push(sources.marks(item.sources));
  return content;
}

function renderTable(block: TableBlock, sources: Sources, { strings }: Language): HTMLElement {
  const head = h(
    "tr",
    {},
    ...block.columns.map((column) => h(column ? "th" : "td", column ? { scope: "col" } : {}, ...bold(column))),
  );
  const rows = block.rows.map((cells) =>
    h("tr", {}, ...cells.map((cell, index) => h(index ? "td" : "th", index ? {} : { scope: "row" }, ...bold(cell)))),
  );
  return h(
    "section",
    { class: "block" },
    block.title && h("h4", {}, block.title, sources.marks(block.sources)),
    // Reachable by Tab, so that the arrow keys can scroll it.
    h(
      "div",
      { class: "scroller", tabindex: 0, role: "region", "aria-label": block.title || strings.table },
      h("table", {}, h("thead", {}, head), h("tbody", {}, ...rows)),
    ),
  );
}

function renderFigures(block: FiguresBlock, sources: Sources, language: Language): HTMLElement {
  return h(
    "section",
    { class: "block" },
    block.title && h("h4", {}, block.title),
    ...byScale(block.figures).map((figures) => renderChart(figures, sources, language)),
  );
}

/** Amounts of different currencies or periods share no scale. */
function byScale(figures: AnswerFigure[]): AnswerFigure[][] {
  const groups = new Map<string, AnswerFigure[]>();
  for (const figure of figures) {
    const key = `${figure.currency} ${figure.period}`;
    groups.set(key, [...(groups.get(key) ?? []), figure]);
  }
  return [...groups.values()];
}

function renderChart(figures: AnswerFigure[], sources: Sources, language: Language): HTMLElement {
  const ranges = figures.map(rangeOf);
  const drawn = ranges.filter((range): range is Range => range !== null);
  const scale = drawn.length ? scaleOf(drawn) : null;
  const entries = figures.map((figure, index) => {
    const range = ranges[index];
    return h(
      "li",
      { class: "figure" },
      h("strong", { class: "figure-label" }, figure.label),
      range && scale && drawRange(range, scale, figure, language),
      h("p", {}, ...bold(figure.text), sources.marks(figure.sources)),
    );
  });
  return h(
    "div",
    { class: "figures" },
    scale && drawScale(scale, drawn, figures[0].currency, language),
    h("ul", {}, ...entries),
  );
}

function renderCaveats(caveats: Item[], sources: Sources): HTMLElement {
  return h(
    "ul",
    { class: "caveats" },
    ...caveats.map((caveat) => h("li", {}, ...bold(caveat.text), sources.marks(caveat.sources))),
  );
}

/** Text with `**bold**`, the one thing of markdown that an Answer's text may hold. */
function bold(text: string): Node[] {
  return text
    .split("**")
    .map((part, index): Node => (index % 2 ? h("strong", {}, part) : document.createTextNode(part)))
    .filter((node) => node.textContent);
}

/** Answers as plain text, for copying and for the downloaded chat. */

import type { Answer, Item, ListBlock, TableBlock, FiguresBlock } from "../answer";
import type { Language } from "../strings";
import type { Message } from "../store";

/** Returns an answer with all its sources. */
export function answerAsText(answer: Answer, { strings }: Language): string {
  const marked = (answer.sources ?? []).length > 1;
  const parts = [answer.title, plain(answer.lead) + marks(answer.lead_sources, marked)];
  for (const block of answer.blocks ?? []) parts.push(blockAsText(block, marked));
  parts.push((answer.caveats ?? []).map((caveat) => `! ${itemAsText(caveat, marked)}`).join("\n"));
  if (answer.sources?.length) {
    const lines = answer.sources.map(
      (source) =>
        `${marked ? `[${source.number}] ` : ""}${source.title}. ${source.publisher}, ${source.published}` +
        (source.url ? `. ${source.url}` : ""),
    );
    parts.push([marked ? strings.sources : strings.source, ...lines].join("\n"));
  }
  return parts.filter(Boolean).join("\n\n");
}

/** Returns a whole conversation with its times. */
export function chatAsText(title: string, messages: Message[], language: Language): string {
  const { strings } = language;
  const lines = messages.map((message) => {
    const time = new Date(message.at).toLocaleString(language.locale);
    if (message.from === "visitor") return `${strings.you} (${time})\n${message.text}`;
    if (message.from === "intro") return `${title} (${time})\n${message.greeting}`;
    const said = message.items.map((item) =>
      item.custom?.answers.length
        ? item.custom.answers.map((answer) => answerAsText(answer, language)).join("\n\n")
        : item.text,
    );
    return `${title} (${time})\n${said.join("\n\n")}`;
  });
  return [title, ...lines].filter(Boolean).join("\n\n---\n\n") + "\n";
}

/** The text without the marks of bold. */
export function plain(text: string): string {
  return text.replaceAll("**", "");
}

function blockAsText(block: ListBlock | TableBlock | FiguresBlock, marked: boolean): string {
  const title = block.title ? [block.title + ("sources" in block ? marks(block.sources, marked) : "")] : [];
  if ("items" in block) return [...title, ...block.items.map((item) => `- ${itemAsText(item, marked)}`)].join("\n");
  if ("figures" in block) {
    const lines = block.figures.map(
      (figure) => `- ${figure.label}: ${plain(figure.text)}${marks(figure.sources, marked)}`,
    );
    return [...title, ...lines].join("\n");
  }
  return [...title, ...[block.columns, ...block.rows].map((cells) => cells.join(" | "))].join("\n");
}

function itemAsText(item: Item, marked: boolean): string {
  const label = item.label ? `${item.label}: ` : "";
  const badge = item.badge ? ` (${item.badge})` : "";
  return label + plain(item.text) + badge + (item.url ? ` ${item.url}` : "") + marks(item.sources, marked);
}

function marks(numbers: number[] | undefined, marked: boolean): string {
  return marked && numbers?.length ? ` ${numbers.map((number) => `[${number}]`).join("")}` : "";
}

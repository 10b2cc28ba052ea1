/** Pay figures as ranges on one scale, drawn from the Answer's numbers. */

import type { AnswerFigure } from "../answer";
import type { Language, Strings } from "../strings";
import { h, s } from "./dom";

/** Answers are in English: amounts look as they do in their text, "CA$116,200". */
const LOCALE = "en-US";

/** What of a figure can be drawn honestly. */
export interface Range {
  /** The middle half of the people or adverts. */
  bar?: [number, number];
  /** Eight in ten. */
  line?: [number, number];
  /** What a source gives as a range, without saying of whom. */
  span?: [number, number];
  point?: number;
}

export interface Scale {
  from: number;
  to: number;
  ticks: number[];
}

/** Returns what to draw, or null where one number without a middle is all there is. */
export function rangeOf(figure: AnswerFigure): Range | null {
  const { low, lower_middle, middle, upper_middle, high } = figure;
  const range: Range = { point: middle };
  if (lower_middle !== undefined && upper_middle !== undefined) range.bar = [lower_middle, upper_middle];
  if (low !== undefined && high !== undefined) {
    // In adverts, low and high are the ends of the middle advert's offer: they belong to no scale with the quarters.
    if (!range.bar) range.span = [low, high];
    else if (figure.kind === "employee_survey") range.line = [low, high];
  }
  return range.bar || range.span || range.point !== undefined ? range : null;
}

/** A scale with round ticks around all ranges. */
export function scaleOf(ranges: Range[]): Scale {
  const values = ranges.flatMap(({ bar, line, span, point }) => [
    ...(bar ?? []),
    ...(line ?? []),
    ...(span ?? []),
    ...(point === undefined ? [] : [point]),
  ]);
  const most = Math.max(...values);
  const least = Math.min(...values);
  // What lies close to nothing, or alone, is shown against nothing.
  const start = least < most / 3 || least === most ? 0 : least;
  const step = roundStep((most - start) / 3);
  const from = Math.floor(start / step) * step;
  const ticks = [];
  for (let tick = from; tick < most + step; tick += step) ticks.push(tick);
  return { from, to: ticks[ticks.length - 1], ticks };
}

/** One figure's range. Its numbers are its label, so that no one needs to see it. */
export function drawRange(range: Range, scale: Scale, figure: AnswerFigure, language: Language): SVGElement {
  const at = (value: number) => `${(((value - scale.from) / (scale.to - scale.from)) * 100).toFixed(2)}%`;
  const between = ([low, high]: [number, number], y: number, height: number, name: string) =>
    s("rect", {
      class: name,
      x: at(low),
      y: y - height / 2,
      width: `${(((high - low) / (scale.to - scale.from)) * 100).toFixed(2)}%`,
      height,
      rx: height / 2 > 4 ? 4 : height / 2,
    });
  const middle = 12;
  return s(
    "svg",
    { class: "range", role: "img", "aria-label": inWords(range, figure, language), height: 24 },
    ...scale.ticks.map((tick) => s("line", { class: "grid", x1: at(tick), x2: at(tick), y1: 0, y2: 24 })),
    range.line && between(range.line, middle, 2, "line"),
    range.span && between(range.span, middle, 8, "span"),
    range.bar && between(range.bar, middle, 12, "bar"),
    range.point !== undefined && s("circle", { class: "point", cx: at(range.point), cy: middle, r: 5 }),
  );
}

/** What the shapes stand for, and the scale's numbers. */
export function drawScale(scale: Scale, ranges: Range[], currency: string, language: Language): HTMLElement {
  const { strings } = language;
  const money = new Intl.NumberFormat(LOCALE, { ...currencyStyle(currency), notation: "compact" });
  const last = scale.ticks.length - 1;
  const labels = scale.ticks.map((tick, index) =>
    s(
      "text",
      {
        x: `${(index / last) * 100}%`,
        y: 12,
        "text-anchor": index === 0 ? "start" : index === last ? "end" : "middle",
      },
      money.format(tick),
    ),
  );
  const keys: [string, boolean, string][] = [
    ["point", ranges.some((range) => range.point !== undefined), strings.chartPoint],
    ["bar", ranges.some((range) => range.bar), strings.chartBar],
    ["line", ranges.some((range) => range.line), strings.chartLine],
    ["span", ranges.some((range) => range.span), strings.chartRange],
  ];
  return h(
    "div",
    { class: "scale", "aria-hidden": "true" },
    h("div", { class: "keys" }, ...keys.filter(([, used]) => used).map(([name, , text]) => key(name, text))),
    s("svg", { height: 16 }, ...labels),
  );
}

/** An amount with its currency: "$120,230". */
function amount(value: number, currency: string): string {
  return new Intl.NumberFormat(LOCALE, currencyStyle(currency)).format(value);
}

function key(name: string, text: string): HTMLElement {
  return h("span", { class: "key" }, h("span", { class: `swatch ${name}` }), text);
}

function inWords(range: Range, figure: AnswerFigure, { strings }: Language): string {
  const money = (value: number) => amount(value, figure.currency);
  const between = (pair: [number, number] | undefined, low: keyof Strings, high: keyof Strings) =>
    pair ? [`${strings[low]} ${money(pair[0])}`, `${strings[high]} ${money(pair[1])}`] : [];
  const parts = [
    ...between(range.line, "low", "high"),
    ...between(range.bar, "lowerMiddle", "upperMiddle"),
    ...between(range.span, "from", "to"),
    range.point === undefined ? null : `${strings.middle} ${money(range.point)}`,
  ];
  return `${figure.label}, ${strings.per[figure.period]}: ${parts.filter(Boolean).join(", ")}`;
}

function currencyStyle(currency: string): Intl.NumberFormatOptions {
  return /^[A-Z]{3}$/.test(currency)
    ? { style: "currency", currency, maximumFractionDigits: 0 }
    : { maximumFractionDigits: 0 };
}

/** The next of 1, 2, 2.5, 5 times a power of ten. */
function roundStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step));
  return [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= step * 0.999) as number;
}

/** Answers and a server to test with. */

import type { Answer, AnswerFigure } from "../src/answer";
import type { Item } from "../src/client";

export const FIGURE: AnswerFigure = {
  label: "Survey of employees",
  text: "**$120,230 a year** in the middle (median), eight in ten between $67,240 and $199,130 (United States, May 2025).",
  place: { id: "united_states", name: "the United States" },
  level: "all",
  kind: "employee_survey",
  currency: "USD",
  period: "year",
  low: 67_240,
  lower_middle: 85_660,
  middle: 120_230,
  upper_middle: 158_880,
  high: 199_130,
  as_of: "2025-05",
  sources: [1],
};

export const PAY: Answer = {
  version: 1,
  id: "a1",
  kind: "topic",
  topic: "salary",
  roles: [{ id: "machine_learning_engineer", name: "machine learning engineer" }],
  title: "Pay of machine learning engineers",
  lead: "The sources put **typical pay** between $120,230 and $194,600 a year.",
  lead_sources: [1, 2],
  blocks: [
    { type: "figures", title: "United States", figures: [FIGURE] },
    {
      type: "table",
      title: "By level",
      columns: ["Level", "Middle"],
      rows: [["Senior", "$203,400"]],
      sources: [2],
    },
    { type: "list", title: "Certificates", items: [{ text: "**AZ-204** ended.", badge: "retired", sources: [2] }] },
  ],
  caveats: [{ text: "Take it as a hint." }],
  sources: [
    {
      number: 1,
      id: "bls",
      title: "Wage statistics",
      publisher: "BLS",
      published: "May 2025",
      url: "https://www.bls.gov/oes/",
    },
    { number: 2, id: "ads", title: "Salary index", publisher: "aijobs.net", published: "3 August 2025" },
  ],
};

export function itemOf(answer: Partial<Answer> = {}): Item {
  const whole: Answer = { id: "x", kind: "small_talk", lead: "Hello", ...answer };
  return { text: "", buttons: [], custom: { version: 1, answers: [whole] } };
}

/** A reply of the server as it comes over HTTP. */
export function reply(lead = "Hello", status = 200, headers: Record<string, string> = {}): Response {
  const body = status === 200 ? [itemOf({ lead })] : { error: { code: "some_code", message: `Status ${status}.` } };
  return new Response(JSON.stringify(body), { status, headers });
}

import { describe, expect, it, vi } from "vitest";
import type { Answer } from "../src/answer";
import { languageOf } from "../src/strings";
import { renderItem } from "../src/view/answer";
import { answerAsText, chatAsText } from "../src/view/text";
import { itemOf, PAY } from "./examples";

const ENGLISH = languageOf("en");

function shown(answer: Partial<Answer>): HTMLElement {
  return renderItem(itemOf(answer), ENGLISH)[0].element;
}

describe("an answer", () => {
  it("has its title as a heading and its bold words in bold", () => {
    const element = shown(PAY);
    expect(element.querySelector("h3")?.textContent).toBe("Pay of machine learning engineers");
    expect(element.querySelector(".lead strong")?.textContent).toBe("typical pay");
    expect(element.textContent).not.toContain("**");
  });

  it("folds its sources, each with publisher, year and link", () => {
    const details = shown(PAY).querySelector("details");
    expect(details?.open).toBe(false);
    expect(details?.querySelector("summary")?.textContent).toBe("Sources (2)");
    const [first, second] = details?.querySelectorAll("li") ?? [];
    expect(first.textContent).toContain("BLS, May 2025");
    expect(first.querySelector("a")?.href).toBe("https://www.bls.gov/oes/");
    expect(first.querySelector("a")?.rel).toContain("noopener");
    expect(second.querySelector("a")).toBeNull();
  });

  it("marks which source says what, unless there is only one", () => {
    expect(shown(PAY).querySelectorAll(".lead .mark")).toHaveLength(2);
    const single = { ...PAY, sources: PAY.sources?.slice(0, 1) };
    expect(shown(single).querySelector(".mark")).toBeNull();
    expect(shown(single).querySelector("summary")?.textContent).toBe("Source");
  });

  it("opens the sources and focuses the one whose mark is pressed", () => {
    const element = shown(PAY);
    document.body.append(element);
    Element.prototype.scrollIntoView = vi.fn();
    element.querySelectorAll<HTMLElement>(".lead .mark")[1].click();
    expect(element.querySelector("details")?.open).toBe(true);
    expect(document.activeElement?.textContent).toContain("Salary index");
  });

  it("has tables that scroll, are reached by Tab and name their rows and columns", () => {
    const scroller = shown(PAY).querySelector<HTMLElement>(".scroller");
    expect(scroller?.tabIndex).toBe(0);
    expect(scroller?.getAttribute("aria-label")).toBe("By level");
    expect(scroller?.querySelector("thead th")?.getAttribute("scope")).toBe("col");
    expect(scroller?.querySelector("tbody th")?.getAttribute("scope")).toBe("row");
  });

  it("puts a badge on what is retired", () => {
    expect(shown(PAY).querySelector(".badge.retired")?.textContent).toBe("retired");
  });

  it("draws a chart for pay figures and says the same in words", () => {
    const figure = shown(PAY).querySelector(".figure");
    expect(figure?.querySelector("svg")?.getAttribute("aria-label")).toBe(
      "Survey of employees, a year: lowest tenth $67,240, highest tenth $199,130, " +
        "lowest quarter $85,660, highest quarter $158,880, middle $120,230",
    );
    expect(figure?.querySelector("p")?.textContent).toContain("$120,230 a year in the middle (median)");
  });

  it("stands side by side where it compares careers point by point", () => {
    const items = [
      { label: "Data engineer", text: "Builds pipelines." },
      { label: "Data scientist", text: "Finds answers." },
    ];
    const roles = [
      { id: "data_engineer", name: "data engineer" },
      { id: "data_scientist", name: "data scientist" },
    ];
    const element = shown({ topic: "comparison", roles, blocks: [{ type: "list", items }] });
    expect(element.querySelectorAll(".sides .side")).toHaveLength(2);
    const named = [{ text: "A **data engineer** builds." }, { text: "A **data scientist** asks." }];
    const columns = shown({ topic: "comparison", roles, blocks: [{ type: "list", items: named }] });
    expect(columns.querySelectorAll(".sides .side")).toHaveLength(2);
    const shared = [{ label: "Shared", text: "SQL" }, ...items];
    expect(
      shown({ topic: "comparison", roles, blocks: [{ type: "list", items: shared }] }).querySelector(".sides"),
    ).toBeNull();
  });

  it("links the name that a text begins with", () => {
    const items = [{ text: "**Lay the base**: maths.", url: "https://example.org/maths" }];
    const link = shown({ blocks: [{ type: "list", items }] }).querySelector("a");
    expect(link?.textContent).toContain("Lay the base");
    expect(link?.textContent).not.toContain("maths.");
  });

  it("that breaks its schema is still said", () => {
    vi.spyOn(console, "error").mockImplementationOnce(() => {});
    const broken = { lead: "Still here", blocks: [{ type: "list" }] } as unknown as Partial<Answer>;
    expect(shown(broken).textContent).toBe("Still here");
  });

  it("is copied as text with its caveats and sources", () => {
    const text = answerAsText(PAY, ENGLISH);
    expect(text).toContain("The sources put typical pay between $120,230 and $194,600 a year. [1][2]");
    expect(text).toContain("- AZ-204 ended. (retired) [2]");
    expect(text).toContain("! Take it as a hint.");
    expect(text).toContain("[1] Wage statistics. BLS, May 2025. https://www.bls.gov/oes/");
  });

  it("stands in the downloaded chat with question and time", () => {
    const text = chatAsText(
      "Career Advisor",
      [
        {
          id: "1",
          order: 1,
          at: 0,
          from: "visitor",
          text: "What does it pay?",
          send: "x",
          via: "typed",
          state: "sent",
        },
        { id: "2", order: 2, at: 0, from: "advisor", items: [itemOf(PAY)] },
      ],
      ENGLISH,
    );
    expect(text).toMatch(/You \(.*1970.*\)\nWhat does it pay\?/);
    expect(text).toContain("Pay of machine learning engineers");
  });
});

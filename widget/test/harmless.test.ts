/** Whatever a bot, a knowledge file or a visitor writes: it is text, and never runs or calls out. */

import { describe, expect, it } from "vitest";
import type { Answer } from "../src/answer";
import { languageOf } from "../src/strings";
import { renderItem } from "../src/view/answer";
import { Log, type LogActions } from "../src/view/log";
import { itemOf } from "./examples";

const ATTACKS = [
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "<svg onload=alert(1)><circle/></svg>",
  "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
  "<iframe src=javascript:alert(1)></iframe>",
  "<a href='javascript:alert(1)'>x</a>",
  "<details open ontoggle=alert(1)>x</details>",
  "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
  "<style>@import 'https://evil.example/x.css'</style>",
  "<form action=https://evil.example><button>x</button></form>",
  "<base href=https://evil.example>",
  "[x](javascript:alert(1))",
  "[x](JaVaScRiPt:alert(1))",
  "[x](java\tscript:alert(1))",
  "[x](&#106;avascript:alert(1))",
  "[x](data:text/html,<script>alert(1)</script>)",
  "[x](vbscript:alert(1))",
  "[x](file:///etc/passwd)",
  "![x](https://evil.example/pixel.gif)",
  '![x](x" onerror="alert(1))',
  '[x](https://a.example "onmouseover=alert(1)")',
  "<javascript:alert(1)>",
  "`<img src=x onerror=alert(1)>`",
  "```html\n<script>alert(1)</script>\n```",
  "| a |\n|---|\n| <img src=x onerror=alert(1)> |",
  "# <img src=x onerror=alert(1)>",
  "- <script>alert(1)</script>",
  "> <iframe srcdoc='<script>alert(1)</script>'>",
  "**<img src=x onerror=alert(1)>**",
  '"><script>alert(1)</script>',
  "{{constructor.constructor('alert(1)')()}}",
];
const ADDRESSES = [
  "javascript:alert(1)",
  "JAVASCRIPT:alert(1)",
  " javascript:alert(1)",
  "data:text/html,x",
  "//evil.example",
  "x",
];

const ENGLISH = languageOf("en");
const ALLOWED =
  "article section div span p h3 h4 h5 ul ol li strong em i del code pre blockquote hr br a button details summary " +
  "table thead tbody tr th td time svg rect line circle text path";

function expectHarmless(root: Element): void {
  const allowed = new Set(ALLOWED.split(" "));
  for (const element of root.querySelectorAll("*")) {
    expect(allowed, element.outerHTML).toContain(element.localName);
    for (const { name, value } of element.attributes) {
      expect(name, element.outerHTML).not.toMatch(/^on|^style$|^src|^action$|^formaction$/);
      if (name === "href") expect(value).toMatch(/^https?:/);
    }
  }
}

describe.each(ATTACKS)("%s", (attack) => {
  it("is harmless as a message's markdown", () => {
    const [{ element }] = renderItem({ text: attack, buttons: [] }, ENGLISH);
    expectHarmless(element);
  });

  it("is harmless in every text of an answer", () => {
    const answer: Answer = {
      id: attack,
      kind: "topic",
      title: attack,
      lead: attack,
      lead_sources: [1, 2],
      blocks: [
        {
          type: "list",
          title: attack,
          items: [{ label: attack, text: attack, badge: attack, url: "https://a.example" }],
        },
        { type: "table", title: attack, columns: [attack], rows: [[attack]] },
        {
          type: "figures",
          title: attack,
          figures: [
            {
              label: attack,
              text: attack,
              place: { id: "x", name: attack },
              level: attack,
              kind: "self_reported",
              currency: attack,
              period: "year",
              middle: 1,
              as_of: attack,
              sources: [1],
            },
          ],
        },
      ],
      caveats: [{ text: attack }],
      sources: [1, 2].map((number) => ({ number, id: "x", title: attack, publisher: attack, published: attack })),
    };
    const [{ element }] = renderItem(itemOf(answer), ENGLISH);
    expect(element.tagName).toBe("ARTICLE");
    expectHarmless(element);
  });

  it("is harmless as a visitor's message, an error and a button's title", () => {
    const actions = {} as LogActions;
    const log = new Log(ENGLISH, actions);
    log.show(
      [
        {
          id: "1",
          order: 1,
          at: 0,
          from: "visitor",
          text: attack,
          send: attack,
          via: "typed",
          state: "failed",
          error: attack,
        },
        {
          id: "2",
          order: 2,
          at: 0,
          from: "intro",
          greeting: attack,
          role: null,
          questions: [{ title: attack, question: attack, payload: attack }],
        },
      ],
      false,
      false,
    );
    expectHarmless(log.element);
    expect(log.element.querySelector(".bubble")?.textContent).toContain(attack);
  });
});

it.each(ADDRESSES)("the address %s is not linked", (address) => {
  const answer = {
    blocks: [{ type: "list" as const, items: [{ text: "**Name**: text", url: address }] }],
    sources: [{ number: 1, id: "x", title: "Title", publisher: "P", published: "2025", url: address }],
  };
  const [{ element }] = renderItem(itemOf(answer), ENGLISH);
  expect(element.querySelector("a")).toBeNull();
  expect(element.textContent).toContain("Title");
});

it("markdown keeps what is good: lists, tables, emphasis, links that open apart", () => {
  const text = "### Title\n\n**bold** [link](https://a.example)\n\n1. one\n2. two\n\n| a | b |\n|---|---|\n| 1 | 2 |";
  const [{ element }] = renderItem({ text, buttons: [] }, ENGLISH);
  expect(element.querySelector("h3")?.textContent).toBe("Title");
  expect(element.querySelector("strong")?.textContent).toBe("bold");
  expect(element.querySelectorAll("ol li")).toHaveLength(2);
  expect(element.querySelectorAll("td")).toHaveLength(2);
  expect(element.querySelector("a")?.target).toBe("_blank");
});

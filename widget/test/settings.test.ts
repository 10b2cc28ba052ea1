import { describe, expect, it, vi } from "vitest";
import { contrast, readableOn, textOn, type Colour } from "../src/colour";
import { readSettings, serverOfScript } from "../src/settings";
import { fill, languageOf } from "../src/strings";

describe("settings", () => {
  it("take the server from the attribute, without a slash at the end", () => {
    expect(readSettings({ server: "https://bot.example/advisor/" }, document).server).toBe(
      "https://bot.example/advisor",
    );
  });

  it.each([
    ["https://bot.example/widget.js", "https://bot.example"],
    ["https://bot.example/widget/0123abcd/widget.js", "https://bot.example"],
    ["https://bot.example/advisor/widget.js?v=2", "https://bot.example/advisor"],
  ])("take the server from the script %s", (script, server) => {
    expect(serverOfScript(script)).toBe(server);
  });

  it.each([
    [{ theme: "blue" }, "theme", "auto", "data-theme"],
    [{ position: "top" }, "position", "end", "data-position"],
    [{ contactUrl: "javascript:alert(1)" }, "contactUrl", null, "data-contact-url"],
  ])("leave out what can't be used, and say so: %o", (data, name, value, attribute) => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    expect(readSettings(data as DOMStringMap, document)[name as "theme"]).toBe(value);
    expect(warn.mock.calls[0][0]).toContain(attribute);
    warn.mockRestore();
  });

  it("let a site change single words", () => {
    const { strings } = readSettings({ strings: '{"launcher": "Ask Ada"}' }, document).language;
    expect(strings.launcher).toBe("Ask Ada");
    expect(strings.close).toBe("Close");
  });
});

describe("languages", () => {
  it("are found by their tag, English otherwise", () => {
    expect(languageOf("de-AT").strings.close).toBe("Schließen");
    expect(languageOf("xx").code).toBe("en");
    expect(languageOf("ar").rightToLeft).toBe(true);
  });

  it.each(["de", "ar"])("%s says the same as English, with the same values", (code) => {
    const english = languageOf("en").strings as unknown as Record<string, unknown>;
    const other = languageOf(code).strings as unknown as Record<string, unknown>;
    const values = (text: unknown) => (String(text).match(/\{\w+\}/g) ?? []).sort();
    for (const [name, text] of Object.entries(english)) {
      expect(other[name], name).toBeTruthy();
      expect(values(other[name]), name).toEqual(values(text));
    }
  });

  it("fill in values and leave what they don't know", () => {
    expect(fill("{days} days, {what}", { days: 90 })).toBe("90 days, {what}");
  });
});

describe("colours", () => {
  const ACCENTS: Colour[] = [
    [21, 94, 117],
    [255, 221, 0],
    [255, 255, 255],
    [0, 0, 0],
    [120, 120, 120],
    [230, 30, 60],
  ];

  it.each(ACCENTS)("are readable with the accent %i %i %i", (...accent) => {
    expect(contrast(textOn(accent), accent)).toBeGreaterThanOrEqual(4.4);
    expect(contrast(readableOn(accent, [[255, 255, 255]], false), [255, 255, 255])).toBeGreaterThanOrEqual(4.5);
    expect(contrast(readableOn(accent, [[32, 39, 46]], true), [32, 39, 46])).toBeGreaterThanOrEqual(4.5);
  });
});

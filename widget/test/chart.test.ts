import { describe, expect, it } from "vitest";
import { rangeOf, scaleOf } from "../src/view/chart";
import { FIGURE } from "./examples";

describe("a pay range", () => {
  it("of employees has the middle half as a bar and eight in ten as a line", () => {
    expect(rangeOf(FIGURE)).toEqual({ bar: [85_660, 158_880], line: [67_240, 199_130], point: 120_230 });
  });

  it("of adverts leaves out low and high, which belong to the middle advert's offer and not to the scale", () => {
    expect(rangeOf({ ...FIGURE, kind: "advertised_pay" })?.line).toBeUndefined();
  });

  it("of a source that gives only two ends is a range without a middle", () => {
    const rate = {
      ...FIGURE,
      kind: "freelance_rate" as const,
      lower_middle: undefined,
      upper_middle: undefined,
      middle: undefined,
    };
    expect(rangeOf(rate)).toEqual({ span: [67_240, 199_130], point: undefined });
  });

  it("is not drawn from one end alone", () => {
    const { label, text, place, level, kind, currency, period, as_of, sources } = FIGURE;
    expect(rangeOf({ label, text, place, level, kind, currency, period, as_of, sources, high: 200_000 })).toBeNull();
  });
});

describe("the scale", () => {
  it("has round ticks around all values", () => {
    const scale = scaleOf([{ bar: [85_660, 158_880], line: [67_240, 199_130], point: 120_230 }]);
    expect(scale.from).toBeLessThanOrEqual(67_240);
    expect(scale.to).toBeGreaterThanOrEqual(199_130);
    expect(scale.ticks.every((tick) => tick % 10_000 === 0)).toBe(true);
  });

  it("of one value starts at nothing", () => {
    const scale = scaleOf([{ point: 100_000 }]);
    expect(scale.from).toBeLessThanOrEqual(100_000);
    expect(scale.to).toBeGreaterThan(scale.from);
    expect(scale.ticks.length).toBeGreaterThan(1);
    expect(scale.ticks.length).toBeLessThan(8);
  });
});

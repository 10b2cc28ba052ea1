/** Keeps text readable (WCAG AA, 4.5:1) whatever accent a site chooses. */

export type Colour = [number, number, number];

const WHITE: Colour = [255, 255, 255];
const INK: Colour = [16, 24, 32];
/** Light text on dark looks thinner than it is: it gets more than it must have. */
const ENOUGH = { light: 4.5, dark: 6.5 };

/** Reads any CSS colour with the browser's help; null where it isn't one that comes out as rgb(). */
export function readColour(css: string, within: HTMLElement): Colour | null {
  const probe = document.createElement("span");
  probe.hidden = true;
  probe.style.color = css;
  if (!probe.style.color) return null;
  within.append(probe);
  const parts = /^rgba?\((\d+),? (\d+),? (\d+)/.exec(getComputedStyle(probe).color);
  probe.remove();
  return parts ? [Number(parts[1]), Number(parts[2]), Number(parts[3])] : null;
}

/** White or near-black, whichever reads better on the accent. */
export function textOn(accent: Colour): Colour {
  return contrast(accent, WHITE) >= contrast(accent, INK) ? WHITE : INK;
}

/** The accent, made darker or lighter until it reads on every one of the surfaces. */
export function readableOn(accent: Colour, surfaces: Colour[], dark: boolean): Colour {
  const target = dark ? WHITE : INK;
  const enough = dark ? ENOUGH.dark : ENOUGH.light;
  for (let share = 0; share < 1; share += 0.05) {
    const mixed = mix(accent, target, share);
    if (surfaces.every((surface) => contrast(mixed, surface) >= enough)) return mixed;
  }
  return target;
}

export function contrast(one: Colour, other: Colour): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

export function css([red, green, blue]: Colour): string {
  return `rgb(${red}, ${green}, ${blue})`;
}

function mix(one: Colour, other: Colour, share: number): Colour {
  return one.map((channel, index) => Math.round(channel + (other[index] - channel) * share)) as Colour;
}

function luminance(colour: Colour): number {
  const [red, green, blue] = colour.map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** What runs when a page includes widget.js: defines the element, and puts one on the page unless it has its own. */

import { serverOfScript } from "./settings";
import { CareerAdvisor } from "./widget";

const NAME = "career-advisor";

function start(script: HTMLScriptElement | null): void {
  if (customElements.get(NAME)) return; // included twice
  const own = document.querySelectorAll<HTMLElement>(NAME);
  for (const element of own) element.dataset.server ??= serverOf(script);
  customElements.define(NAME, CareerAdvisor);
  if (own.length) return;
  const element = document.createElement(NAME);
  Object.assign(element.dataset, script?.dataset, { server: serverOf(script) });
  whenBodyIsThere(() => document.body.append(element));
}

function serverOf(script: HTMLScriptElement | null): string {
  return script?.dataset.server || (script?.src ? serverOfScript(script.src) : location.origin);
}

function whenBodyIsThere(act: () => void): void {
  if (document.body) act();
  else document.addEventListener("DOMContentLoaded", act, { once: true });
}

// A script that was added as a module has no currentScript.
start(
  (document.currentScript as HTMLScriptElement | null) ??
    document.querySelector<HTMLScriptElement>('script[src*="widget.js"]'),
);

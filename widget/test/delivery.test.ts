import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Client } from "../src/client";
import { Delivery } from "../src/delivery";
import { Store, type VisitorMessage } from "../src/store";
import { reply } from "./examples";

const SERVER = "https://bot.example";
type Answerer = (body: { message: string; message_id: string; sender: string; role?: string }) => Response | Error;

let requests: { message: string; message_id: string; sender: string; role?: string }[];
let answerer: Answerer;

/** A page with the widget: a store over the browser's storage, and what sends for it. */
function openTab(role: string | null = null) {
  const store = new Store(SERVER);
  const arrived = vi.fn();
  const page = { role: () => role, noAnswer: () => "No answer." };
  const delivery = new Delivery(store, new Client(SERVER), page, { arrived, changed: () => {} });
  const say = (text: string, send = text) => {
    const message = store.add<VisitorMessage>({ from: "visitor", text, send, via: "typed", state: "waiting" });
    delivery.start();
    return message;
  };
  return { store, delivery, say, arrived };
}

function said(store: Store): string[] {
  return store.messages().map((message) => {
    if (message.from === "visitor") return `${message.text} (${message.state})`;
    return message.from === "advisor"
      ? String(message.items[0].custom?.answers[0].lead ?? message.items[0].text)
      : "intro";
  });
}

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  requests = [];
  answerer = ({ message }) => reply(`Re: ${message}`);
  vi.stubGlobal("fetch", async (_: string, init: RequestInit) => {
    const body = JSON.parse(String(init.body));
    requests.push(body);
    const answer = answerer(body);
    if (answer instanceof Error) throw answer;
    return answer;
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe("a message", () => {
  it("is sent once and answered", async () => {
    const { store, say, arrived } = openTab();
    say("Hello");
    await vi.advanceTimersByTimeAsync(5_000);
    expect(requests).toHaveLength(1);
    expect(said(store)).toEqual(["Hello (sent)", "Re: Hello"]);
    expect(arrived).toHaveBeenCalledOnce();
  });

  it("is tried again under the same id while the server can't be reached", async () => {
    const { store, say } = openTab();
    answerer = () => new TypeError("Failed to fetch");
    say("Hello");
    await vi.advanceTimersByTimeAsync(2_500);
    expect(store.trouble?.kind).toBe("unreachable");
    expect(said(store)).toEqual(["Hello (waiting)"]);
    answerer = () => reply("Here I am");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(said(store)).toEqual(["Hello (sent)", "Here I am"]);
    expect(new Set(requests.map((request) => request.message_id)).size).toBe(1);
    expect(store.trouble).toBeNull();
  });

  it("waits as long as a 429 asks for", async () => {
    const { say } = openTab();
    answerer = () => (requests.length === 1 ? reply("", 429, { "Retry-After": "20" }) : reply());
    say("Hello");
    await vi.advanceTimersByTimeAsync(19_000);
    expect(requests).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(requests).toHaveLength(2);
  });

  it("is tried at once when the browser is online again", async () => {
    const { store, say } = openTab();
    answerer = () => new TypeError("Failed to fetch");
    say("Hello");
    await vi.advanceTimersByTimeAsync(100_000);
    answerer = () => reply();
    dispatchEvent(new Event("online"));
    await vi.advanceTimersByTimeAsync(200);
    expect(said(store)).toEqual(["Hello (sent)", "Hello"]);
  });

  it("waits longer after each failure, at most half a minute", async () => {
    const { say } = openTab();
    answerer = () => reply("", 503);
    say("Hello");
    await vi.advanceTimersByTimeAsync(10_000);
    const early = requests.length;
    await vi.advanceTimersByTimeAsync(300_000);
    const before = requests.length;
    await vi.advanceTimersByTimeAsync(62_000);
    expect(early).toBeGreaterThanOrEqual(3);
    expect(requests.length - before).toBe(2);
  });

  it("that the server fails on five times is left to the visitor", async () => {
    const { store, say } = openTab();
    answerer = () => reply("", 500);
    say("Hello");
    await vi.advanceTimersByTimeAsync(120_000);
    expect(requests).toHaveLength(5);
    expect(said(store)).toEqual(["Hello (failed)"]);
  });

  it("that is refused says why and is not tried again", async () => {
    const { store, say } = openTab();
    answerer = () => reply("", 413);
    const { id } = say("Hello");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(requests).toHaveLength(1);
    expect(store.message(id)).toMatchObject({ state: "failed", error: "Status 413." });
  });

  it("of a button that the server no longer knows is asked in words", async () => {
    const { store, say } = openTab();
    answerer = ({ message }) => (message.startsWith("/") ? reply("", 400) : reply());
    say("What does it pay?", "/ask_salary{}~old");
    await vi.advanceTimersByTimeAsync(5_000);
    expect(requests.map((request) => request.message)).toEqual(["/ask_salary{}~old", "What does it pay?"]);
    expect(said(store)).toEqual(["What does it pay? (sent)", "Hello"]);
  });

  it("waits for the one before it", async () => {
    const { store, say } = openTab();
    answerer = ({ message }) => (requests.length === 1 ? new TypeError("Failed to fetch") : reply(`Re: ${message}`));
    say("first");
    say("second");
    await vi.advanceTimersByTimeAsync(10_000);
    expect(requests.map((request) => request.message)).toEqual(["first", "first", "second"]);
    expect(said(store)).toEqual(["first (sent)", "Re: first", "second (sent)", "Re: second"]);
  });

  it("goes out from one tab only, whatever number of tabs is open", async () => {
    const one = openTab();
    const other = openTab();
    one.say("Hello");
    other.delivery.start();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(requests).toHaveLength(1);
    expect(said(other.store)).toEqual(["Hello (sent)", "Re: Hello"]);
  });

  it("that waited when the page was left goes out from the next page", async () => {
    const first = openTab();
    answerer = () => new TypeError("Failed to fetch");
    first.say("Hello");
    await vi.advanceTimersByTimeAsync(500);
    answerer = () => reply();
    const next = openTab();
    next.delivery.start();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(said(next.store)).toEqual(["Hello (sent)", "Hello"]);
  });

  it("that has waited for an hour is not sent unasked", async () => {
    const { store } = openTab();
    const message = store.add<VisitorMessage>({
      from: "visitor",
      text: "Hello",
      send: "Hello",
      via: "typed",
      state: "waiting",
    });
    store.change(message.id, { at: Date.now() - 3_700_000 });
    openTab().delivery.start();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(requests).toHaveLength(0);
    expect(said(store)).toEqual(["Hello (failed)"]);
  });

  it("whose answer is empty gets a word", async () => {
    const { store, say } = openTab();
    answerer = () => new Response("[]");
    say("Hello");
    await vi.advanceTimersByTimeAsync(1_000);
    expect(said(store)).toEqual(["Hello (sent)", "No answer."]);
  });

  it("whose conversation was forgotten meanwhile leaves nothing", async () => {
    const { store, say } = openTab();
    answerer = () => {
      store.clear();
      return reply();
    };
    say("Hello");
    await vi.advanceTimersByTimeAsync(5_000);
    expect(store.messages()).toEqual([]);
  });

  it("tells the page's career once, until the page is another", async () => {
    const here = openTab("data_engineer");
    here.say("one");
    await vi.advanceTimersByTimeAsync(1_000);
    here.say("two");
    await vi.advanceTimersByTimeAsync(1_000);
    const there = openTab("data_scientist");
    there.say("three");
    await vi.advanceTimersByTimeAsync(1_000);
    expect(requests.map((request) => request.role)).toEqual(["data_engineer", undefined, "data_scientist"]);
  });
});

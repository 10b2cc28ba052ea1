import { beforeEach, describe, expect, it, vi } from "vitest";
import { Store, type AdvisorMessage, type VisitorMessage } from "../src/store";
import { itemOf } from "./examples";

const SERVER = "https://bot.example";
const DAY = 86_400_000;

function say(store: Store, text: string, state: VisitorMessage["state"] = "waiting"): VisitorMessage {
  return store.add<VisitorMessage>({ from: "visitor", text, send: text, via: "typed", state });
}

function texts(store: Store): string[] {
  return store.messages().map((message) => (message.from === "visitor" ? message.text : message.from));
}

beforeEach(() => localStorage.clear());

describe("the stored conversation", () => {
  it("has an id of 128 random bits, another for each visitor", () => {
    const one = new Store(SERVER).id;
    localStorage.clear();
    expect(one).toMatch(/^[0-9a-f]{32}$/);
    expect(new Store(SERVER).id).not.toBe(one);
  });

  it("leaves nothing behind before something is said", () => {
    expect(new Store(SERVER).messages()).toEqual([]);
    expect(localStorage.length).toBe(0);
  });

  it("is the same after a reload", () => {
    const before = new Store(SERVER);
    say(before, "Hello");
    const after = new Store(SERVER);
    expect(after.id).toBe(before.id);
    expect(after.messages()).toEqual(before.messages());
  });

  it("is another for another server", () => {
    say(new Store(SERVER), "Hello");
    expect(new Store("https://other.example").messages()).toEqual([]);
  });

  it("keeps what two tabs write at once", () => {
    const [one, other] = [new Store(SERVER), new Store(SERVER)];
    say(one, "from one");
    say(other, "from the other");
    expect(texts(one)).toEqual(["from one", "from the other"]);
    expect(texts(other)).toEqual(texts(one));
  });

  it("shows an answer behind its question, even where another question came between", () => {
    const store = new Store(SERVER);
    const first = say(store, "first");
    say(store, "second");
    store.add<AdvisorMessage>({ from: "advisor", items: [itemOf()] }, first.order + 0.5);
    expect(texts(store)).toEqual(["first", "advisor", "second"]);
  });

  it("expires when it has not been used for as long as the server keeps it", () => {
    let now = 1_000_000;
    const store = new Store(SERVER, () => now);
    say(store, "Hello");
    store.keepDays = 7;
    const { id } = store;
    now += 6 * DAY;
    expect(new Store(SERVER, () => now).id).toBe(id);
    now += 2 * DAY;
    const later = new Store(SERVER, () => now);
    expect(later.messages()).toEqual([]);
    expect(later.id).not.toBe(id);
  });

  it("forgets everything and takes another id", () => {
    const store = new Store(SERVER);
    say(store, "Hello");
    const { id } = store;
    store.clear();
    expect(localStorage.length).toBe(0);
    expect(store.id).not.toBe(id);
  });

  it("makes room among the oldest when the browser's storage is full, and keeps what waits", () => {
    const store = new Store(SERVER);
    say(store, "waiting");
    for (let number = 0; number < 70; number++) say(store, `old ${number}`, "sent");
    const set = Storage.prototype.setItem;
    let refusals = 1;
    const spy = vi.spyOn(Storage.prototype, "setItem").mockImplementation(function (this: Storage, key, value) {
      if (key.includes(":message:") && refusals-- > 0) throw new DOMException("full", "QuotaExceededError");
      set.call(this, key, value);
    });
    say(store, "new");
    spy.mockRestore();
    expect(texts(store)).toContain("new");
    expect(texts(store)).toContain("waiting");
    expect(texts(store)).not.toContain("old 0");
  });

  it("lives as long as the page where the browser forbids storage", () => {
    const spy = vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
      throw new DOMException("denied", "SecurityError");
    });
    const store = new Store(SERVER);
    say(store, "Hello");
    expect(texts(store)).toEqual(["Hello"]);
    spy.mockRestore();
  });

  it("passes over what it cannot read", () => {
    const store = new Store(SERVER);
    const message = say(store, "Hello");
    localStorage.setItem(`career-advisor:${SERVER}:message:${store.id}:${message.id}`, "{broken");
    expect(new Store(SERVER).messages()).toEqual([]);
  });

  it("tells of a change in another tab", async () => {
    const store = new Store(SERVER);
    const changed = vi.fn();
    store.onChange(changed);
    dispatchEvent(new StorageEvent("storage", { key: `career-advisor:${SERVER}:head` }));
    await Promise.resolve();
    expect(changed).toHaveBeenCalledOnce();
  });
});

/**
 * The conversation as the browser keeps it: the same after a reload and in every tab of the site.
 *
 * Each message has a key of its own in localStorage, so that two tabs that write at once can't overwrite each other's
 * messages. Where a browser forbids localStorage, the conversation lives as long as the page.
 */

import type { Button, Item } from "./client";

interface Common {
  id: string;
  /** Milliseconds; messages are shown in this order. An answer stands half a step behind its question. */
  order: number;
  at: number;
}

export interface VisitorMessage extends Common {
  from: "visitor";
  text: string;
  /** What is sent: the text, or the payload of a button. */
  send: string;
  via: "typed" | "button" | "page";
  state: "waiting" | "sent" | "failed";
  error?: string;
  /** Begins anew: shown as a line across the conversation. */
  newStart?: boolean;
}

export interface AdvisorMessage extends Common {
  from: "advisor";
  items: Item[];
  /** By the answer's id: whether it helped. */
  feedback?: Record<string, boolean>;
}

/** The greeting with first questions; a page about another career brings another. */
export interface IntroMessage extends Common {
  from: "intro";
  greeting: string;
  questions: Button[];
  role: string | null;
}

export type Message = VisitorMessage | AdvisorMessage | IntroMessage;

/** Why messages are waiting; shared by all tabs, so that they wait together. */
export interface Trouble {
  kind: "offline" | "unreachable" | "unavailable" | "busy";
  attempts: number;
  nextAt: number;
}

interface Head {
  version: 1;
  id: string;
  used: number;
  keepDays: number | null;
  /** The career of the page that the server was last told. */
  role: string | null;
}

interface Keeper {
  get(key: string): string | null;
  set(key: string, value: string): void;
  remove(key: string): void;
  keys(): string[];
}

const DAY = 86_400_000;
const DAYS_UNLESS_SAID = 30;
const MOST_MESSAGES = 120;

export class Store {
  private readonly prefix: string;
  private readonly keeper: Keeper;
  private readonly parsed = new Map<string, { raw: string; value: unknown }>();
  private readonly listeners = new Set<() => void>();

  constructor(
    server: string,
    private readonly now: () => number = Date.now,
  ) {
    this.prefix = `career-advisor:${server}:`;
    this.keeper = openKeeper();
    this.expire();
    addEventListener("storage", (event) => {
      if (event.key === null || event.key.startsWith(this.prefix)) this.changed();
    });
  }

  /** Calls back after every change, of this tab or another. */
  onChange(listener: () => void): void {
    this.listeners.add(listener);
  }

  /** 128 random bits; made when the first is needed. */
  get id(): string {
    return this.head().id;
  }

  get keepDays(): number | null {
    return this.head().keepDays;
  }

  set keepDays(days: number | null) {
    if (days !== this.keepDays) this.write("head", { ...this.head(), keepDays: days });
  }

  get role(): string | null {
    return this.head().role;
  }

  set role(role: string | null) {
    if (role !== this.role) this.write("head", { ...this.head(), role });
  }

  get trouble(): Trouble | null {
    return this.read<Trouble>("trouble");
  }

  set trouble(trouble: Trouble | null) {
    if (trouble) this.write("trouble", trouble);
    else if (this.trouble) this.remove("trouble");
  }

  messages(): Message[] {
    if (!this.read("head")) return [];
    const prefix = `message:${this.id}:`;
    return this.keeper
      .keys()
      .filter((key) => key.startsWith(this.prefix + prefix))
      .map((key) => this.read<Message>(key.slice(this.prefix.length)))
      .filter((message): message is Message => message !== null)
      .sort((one, other) => one.order - other.order);
  }

  message(id: string): Message | null {
    return this.read<Message>(`message:${this.id}:${id}`);
  }

  firstWaiting(): VisitorMessage | null {
    const waits = (message: Message): message is VisitorMessage =>
      message.from === "visitor" && message.state === "waiting";
    return this.messages().find(waits) ?? null;
  }

  /** Adds a message with an id, a place in the order and a time of its own; returns it. */
  add<M extends Message>(message: Omit<M, "id" | "order" | "at">, order?: number): M {
    const at = this.now();
    const whole = { id: randomHex(8), order: order ?? this.nextOrder(at), at, ...message } as unknown as M;
    this.write(`message:${this.id}:${whole.id}`, whole);
    this.touch();
    this.dropOldest(MOST_MESSAGES);
    return whole;
  }

  /** Changes fields of a message; one that has gone meanwhile stays gone. */
  change(id: string, fields: Partial<VisitorMessage> | Partial<AdvisorMessage>): void {
    const message = this.message(id);
    if (message) this.write(`message:${this.id}:${id}`, { ...message, ...fields });
  }

  removeMessage(id: string): void {
    this.remove(`message:${this.id}:${id}`);
  }

  /** Forgets everything; the next conversation has another id. */
  clear(): void {
    for (const key of this.keeper.keys()) if (key.startsWith(this.prefix)) this.keeper.remove(key);
    this.parsed.clear();
    this.changed();
  }

  /** An order behind all that is there, even where two things happen in one millisecond. */
  private nextOrder(at: number): number {
    const last = this.messages().at(-1);
    return last && last.order >= at ? Math.floor(last.order) + 1 : at;
  }

  private touch(): void {
    this.write("head", { ...this.head(), used: this.now() });
  }

  private head(): Head {
    const head = this.read<Head>("head");
    if (head) return head;
    const fresh: Head = { version: 1, id: randomHex(16), used: this.now(), keepDays: null, role: null };
    this.keeper.set(`${this.prefix}head`, JSON.stringify(fresh));
    return fresh;
  }

  private expire(): void {
    const head = this.read<Head>("head");
    const days = head?.keepDays || DAYS_UNLESS_SAID;
    if (head && (head.version !== 1 || this.now() - head.used > days * DAY)) this.clear();
  }

  private read<T>(name: string): T | null {
    const raw = this.keeper.get(this.prefix + name);
    if (raw === null) return null;
    const known = this.parsed.get(name);
    if (known?.raw === raw) return known.value as T;
    try {
      const value = JSON.parse(raw) as T;
      this.parsed.set(name, { raw, value });
      return value;
    } catch {
      return null;
    }
  }

  private write(name: string, value: unknown): void {
    const raw = JSON.stringify(value);
    for (let most = MOST_MESSAGES / 2; ; most = Math.floor(most / 2)) {
      try {
        this.keeper.set(this.prefix + name, raw);
        break;
      } catch (error) {
        // The browser's quota is used up: the oldest messages make room.
        if (most < 1) throw error;
        this.dropOldest(most);
      }
    }
    this.changed();
  }

  private remove(name: string): void {
    this.keeper.remove(this.prefix + name);
    this.parsed.delete(name);
    this.changed();
  }

  private dropOldest(most: number): void {
    const messages = this.messages();
    for (const message of messages.slice(0, Math.max(0, messages.length - most))) {
      if (message.from !== "visitor" || message.state === "sent") this.removeMessage(message.id);
    }
  }

  private scheduled = false;

  private changed(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    queueMicrotask(() => {
      this.scheduled = false;
      for (const listener of this.listeners) listener();
    });
  }
}

/** Returns random bytes as hexadecimal digits. */
export function randomHex(bytes: number): string {
  const random = crypto.getRandomValues(new Uint8Array(bytes));
  return Array.from(random, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function openKeeper(): Keeper {
  try {
    const storage = window.localStorage;
    const probe = "career-advisor:probe";
    storage.setItem(probe, "");
    storage.removeItem(probe);
    return {
      get: (key) => storage.getItem(key),
      set: (key, value) => storage.setItem(key, value),
      remove: (key) => storage.removeItem(key),
      keys: () => Object.keys(storage),
    };
  } catch {
    const memory = new Map<string, string>();
    return {
      get: (key) => memory.get(key) ?? null,
      set: (key, value) => void memory.set(key, value),
      remove: (key) => void memory.delete(key),
      keys: () => [...memory.keys()],
    };
  }
}

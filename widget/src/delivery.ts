/** Sends what waits, one message after the other, and goes on trying until it is answered or refused. */

import { Client, Failure } from "./client";
import type { AdvisorMessage, Store, Trouble, VisitorMessage } from "./store";
import { takingTurns } from "./turns";

const FIRST_WAIT = 1_000;
const MOST_WAIT = 30_000;
/** A server that fails this often on one message won't answer it: the visitor decides what then. */
const MOST_SERVER_ERRORS = 5;
/** A message that has waited this long is not sent unasked any more. */
const STALE = 3_600_000;
const SLOW = 4_000;
/** The tab in which a message was written sends it; another one helps when it hasn't after this long. */
const HELP_AFTER = 3_000;

export interface Arrival {
  message: AdvisorMessage;
  question: VisitorMessage;
  milliseconds: number;
}

export class Delivery {
  /** A message is on its way from this tab for longer than usual. */
  slow = false;
  private running = false;
  private helping = false;
  private wake: (() => void) | null = null;

  constructor(
    private readonly store: Store,
    private readonly client: Client,
    private readonly page: { role: () => string | null; noAnswer: () => string },
    private readonly tell: { arrived: (arrival: Arrival) => void; changed: () => void },
  ) {
    addEventListener("online", () => this.tryNow());
    store.onChange(() => this.helpLater());
  }

  /** Sends what waits, unless that is under way. */
  start(): void {
    if (this.running || !this.store.firstWaiting()) return;
    this.running = true;
    void this.run().finally(() => {
      this.running = false;
      // A message that came in while the last one ended would wait for nothing.
      if (this.store.firstWaiting()) this.start();
    });
  }

  /** Ends a waiting time. */
  tryNow(): void {
    const { trouble } = this.store;
    if (trouble) this.store.trouble = { ...trouble, nextAt: 0 };
    this.wake?.();
    this.start();
  }

  private helpLater(): void {
    if (this.helping || this.running || !this.store.firstWaiting()) return;
    this.helping = true;
    setTimeout(() => {
      this.helping = false;
      this.start();
    }, HELP_AFTER);
  }

  private async run(): Promise<void> {
    for (let next = this.store.firstWaiting(); next; next = this.store.firstWaiting()) {
      if (Date.now() - next.at > STALE) {
        this.store.change(next.id, { state: "failed" });
        continue;
      }
      await this.pause((this.store.trouble?.nextAt ?? 0) - Date.now());
      try {
        await takingTurns(`career-advisor:send:${this.store.id}`, () => this.sendFirst());
      } catch (error) {
        console.error("Career Advisor: sending failed, trying again.", error);
        await this.pause(MOST_WAIT);
      }
    }
  }

  /** With the turn of this tab: looks again, as another tab may have sent it meanwhile. */
  private async sendFirst(): Promise<void> {
    const message = this.store.firstWaiting();
    if (!message || (this.store.trouble?.nextAt ?? 0) > Date.now()) return;
    const { id: sender } = this.store;
    const role = this.page.role();
    const started = performance.now();
    const slowTimer = setTimeout(() => this.setSlow(true), SLOW);
    try {
      const items = await this.client.send(sender, message.id, message.send, role === this.store.role ? null : role);
      if (this.store.id !== sender || !this.store.message(message.id)) return; // forgotten or taken back meanwhile
      this.received(message, items, role, performance.now() - started);
    } catch (error) {
      if (this.store.id !== sender) return;
      this.failed(message, error instanceof Failure ? error : new Failure("unavailable", String(error)));
    } finally {
      clearTimeout(slowTimer);
      this.setSlow(false);
    }
  }

  private received(question: VisitorMessage, items: AdvisorMessage["items"], role: string | null, took: number): void {
    this.store.trouble = null;
    // After a new start the server knows of no career, and is told again.
    this.store.role = question.newStart ? null : role;
    this.store.change(question.id, { state: "sent", error: undefined });
    const said = items.length ? items : [{ text: this.page.noAnswer(), buttons: [] }];
    const message = this.store.add<AdvisorMessage>(
      { from: "advisor", items: said.map(withoutTwice) },
      question.order + 0.5,
    );
    this.tell.arrived({ message, question, milliseconds: Math.round(took) });
  }

  private failed(message: VisitorMessage, failure: Failure): void {
    const before = this.store.trouble?.attempts ?? 0;
    if (failure.kind === "refused") {
      this.store.trouble = null;
      this.refused(message, failure);
    } else if (failure.status === 500 && before + 1 >= MOST_SERVER_ERRORS) {
      this.store.trouble = null;
      this.store.change(message.id, { state: "failed" });
    } else {
      this.store.trouble = troubleOf(failure, before);
    }
  }

  /** A button that the server no longer knows (its knowledge has changed since) is asked in words instead. */
  private refused(message: VisitorMessage, failure: Failure): void {
    if (message.send !== message.text && !message.newStart) this.store.change(message.id, { send: message.text });
    else this.store.change(message.id, { state: "failed", error: failure.message });
  }

  private setSlow(slow: boolean): void {
    if (slow === this.slow) return;
    this.slow = slow;
    this.tell.changed();
  }

  private async pause(milliseconds: number): Promise<void> {
    if (milliseconds <= 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.wake = null;
  }
}

function troubleOf(failure: Failure, attempts: number): Trouble {
  const offline = failure.kind === "unreachable" && navigator.onLine === false;
  const growing = Math.min(FIRST_WAIT * 2 ** attempts, MOST_WAIT);
  const wait = failure.seconds ? failure.seconds * 1_000 : growing;
  return {
    kind: offline ? "offline" : (failure.kind as Trouble["kind"]),
    attempts: attempts + 1,
    nextAt: Date.now() + wait,
  };
}

/** The text says the same as the answers: it is kept only where there are none. */
function withoutTwice(item: AdvisorMessage["items"][number]): AdvisorMessage["items"][number] {
  return item.custom?.answers.length ? { ...item, text: "" } : item;
}

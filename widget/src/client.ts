/** Speaks with the server; every failure is one of the kinds that the delivery knows how to go on from. */

import type { AdvisorReply } from "./answer";

export interface Button {
  title: string;
  question: string;
  payload: string;
}

/** One item of a reply. */
export interface Item {
  text: string;
  buttons: Button[];
  custom?: AdvisorReply;
}

export interface Suggestions {
  greeting: string;
  questions: Button[];
}

export type FailureKind = "unreachable" | "unavailable" | "busy" | "refused";

/** Why a request brought nothing; `seconds` is how long the server asks to wait. */
export class Failure extends Error {
  constructor(
    readonly kind: FailureKind,
    message: string,
    readonly status = 0,
    readonly seconds = 0,
  ) {
    super(message);
  }
}

const ANSWER_MILLISECONDS = 30_000;
const OTHER_MILLISECONDS = 8_000;
const MOST_WAIT_SECONDS = 300;

export class Client {
  private hinted = false;

  constructor(private readonly server: string) {}

  /**
   * Sends a message. `messageId` stays the same when the message is sent again, so that the server can tell a retry
   * from a new message; `role` is the career of the page, sent when it is news to the conversation.
   */
  async send(sender: string, messageId: string, message: string, role: string | null): Promise<Item[]> {
    const body = { sender, message, message_id: messageId, ...(role ? { role } : {}) };
    const response = await this.request("POST", "/webhooks/rest/webhook", body, ANSWER_MILLISECONDS);
    return readItems(await json(response));
  }

  async feedback(sender: string, answerId: string, helpful: boolean, comment?: string): Promise<void> {
    await this.request("POST", "/feedback", { sender, answer_id: answerId, helpful, ...(comment ? { comment } : {}) });
  }

  /** Deletes a conversation; one that the server doesn't know is deleted already. */
  async forget(sender: string): Promise<void> {
    try {
      await this.request("DELETE", `/conversations/${encodeURIComponent(sender)}`);
    } catch (error) {
      if (!(error instanceof Failure && error.status === 404 && error.message === "not_found")) throw error;
    }
  }

  async suggestions(role: string | null): Promise<Suggestions> {
    const query = role ? `?role=${encodeURIComponent(role)}` : "";
    const data = (await json(await this.request("GET", `/suggestions${query}`))) as Partial<Suggestions> | null;
    if (!data || typeof data.greeting !== "string" || !Array.isArray(data.questions)) {
      throw new Failure("unavailable", "no suggestions");
    }
    return { greeting: data.greeting, questions: readButtons(data.questions) };
  }

  /** For how many days the server keeps a conversation; null where it doesn't say. */
  async keepDays(): Promise<number | null> {
    const data = (await json(await this.request("GET", "/version"))) as { keep_days?: unknown } | null;
    return typeof data?.keep_days === "number" ? data.keep_days : null;
  }

  private async request(
    method: string,
    path: string,
    body?: object,
    milliseconds = OTHER_MILLISECONDS,
  ): Promise<Response> {
    const giveUp = new AbortController();
    const timer = setTimeout(() => giveUp.abort(), milliseconds);
    let response: Response;
    try {
      response = await fetch(this.server + path, {
        method,
        credentials: "omit",
        referrerPolicy: "no-referrer",
        signal: giveUp.signal,
        headers: body ? { "Content-Type": "application/json" } : undefined,
        body: body ? JSON.stringify(body) : undefined,
      });
    } catch (error) {
      this.hint();
      throw new Failure("unreachable", String(error));
    } finally {
      clearTimeout(timer);
    }
    if (!response.ok) throw await failureOf(response);
    return response;
  }

  /** Browsers don't tell a page why another origin is out of reach: whoever sets up the site is told what it may be. */
  private hint(): void {
    if (this.hinted || navigator.onLine === false || this.server.startsWith(location.origin)) return;
    this.hinted = true;
    console.warn(
      `Career Advisor: ${this.server} can't be reached. If it is running, does its setting ADVISOR_ALLOWED_ORIGINS ` +
        `name ${location.origin}, and does this page's Content-Security-Policy allow it in connect-src?`,
    );
  }
}

async function failureOf(response: Response): Promise<Failure> {
  const { status } = response;
  const { code, message } = await errorOf(response);
  if (status === 429) return new Failure("busy", message, status, secondsToWait(response));
  if (status === 408 || status >= 500) return new Failure("unavailable", message, status, secondsToWait(response));
  return new Failure("refused", status === 404 ? code : message, status);
}

async function errorOf(response: Response): Promise<{ code: string; message: string }> {
  try {
    const { error } = (await response.json()) as { error?: { code?: unknown; message?: unknown } };
    return {
      code: typeof error?.code === "string" ? error.code : "",
      message: typeof error?.message === "string" ? error.message : "",
    };
  } catch {
    return { code: "", message: "" };
  }
}

function secondsToWait(response: Response): number {
  const seconds = Number(response.headers.get("Retry-After"));
  return seconds > 0 ? Math.min(seconds, MOST_WAIT_SECONDS) : 0;
}

async function json(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch (error) {
    throw new Failure("unavailable", String(error), response.status);
  }
}

function readItems(data: unknown): Item[] {
  if (!Array.isArray(data)) throw new Failure("unavailable", "not a list of answers");
  return data
    .filter((item) => item && typeof item === "object")
    .map((item) => ({
      text: typeof item.text === "string" ? item.text : "",
      buttons: readButtons(item.buttons),
      custom: item.custom?.version === 1 && Array.isArray(item.custom.answers) ? item.custom : undefined,
    }));
}

function readButtons(data: unknown): Button[] {
  if (!Array.isArray(data)) return [];
  return data
    .filter((button) => typeof button?.title === "string" && typeof button?.payload === "string")
    .map(({ title, payload, question }) => ({
      title,
      payload,
      question: typeof question === "string" ? question : title,
    }));
}

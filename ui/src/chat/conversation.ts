/** The state of a conversation and every way it can change. */
import type { Feedback, KeptMessage } from "./conversations";
import type { AnswerEvent } from "./events";
import { emptyReply, fold, isOver, type Reply, type ReplyState, type Stopped } from "./fold";
import type { Turn } from "./stream";

export interface Exchange {
  readonly id: string;
  readonly question: string;
  readonly askedAt: number;
  readonly reply: Reply;
  /** What the server keeps it as; "" while it keeps nothing. */
  readonly messageId: string;
  readonly feedback: Feedback | null;
  /** It came from the server as it is, and was not asked here. */
  readonly isKept: boolean;
}

export type Change =
  | { readonly kind: "asked"; readonly id: string; readonly question: string; readonly askedAt: number }
  | { readonly kind: "received"; readonly id: string; readonly event: AnswerEvent | Stopped }
  | { readonly kind: "judged"; readonly id: string; readonly feedback: Feedback | null }
  | { readonly kind: "dropped"; readonly id: string };

/** How many earlier questions and answers go along with a new question. */
export const REMEMBERED = 6;
const LONGEST = 20_000; // characters of an earlier answer that the server takes

const STATES: Readonly<Record<KeptMessage["state"], ReplyState>> = {
  running: "waiting",
  answered: "done",
  stopped: "stopped",
  failed: "failed",
};

/** The conversation after a change. */
export function change(exchanges: readonly Exchange[], what: Change): readonly Exchange[] {
  switch (what.kind) {
    case "asked":
      return [...exchanges, newExchange(what.id, what.question, what.askedAt)];
    case "received":
      return exchanges.map((each) => (each.id === what.id ? received(each, what.event) : each));
    case "judged":
      return exchanges.map((each) => (each.id === what.id ? { ...each, feedback: what.feedback } : each));
    case "dropped":
      return exchanges.filter((each) => each.id !== what.id);
  }
}

function newExchange(id: string, question: string, askedAt: number): Exchange {
  return { id, question, askedAt, reply: emptyReply, messageId: "", feedback: null, isKept: false };
}

function received(exchange: Exchange, event: AnswerEvent | Stopped): Exchange {
  if (event.name === "message") return { ...exchange, messageId: event.id };
  return { ...exchange, reply: fold(exchange.reply, event) };
}

/** The exchanges that a page of kept messages stands for, without those that were asked again at once. */
export function exchangesOf(messages: readonly KeptMessage[]): Exchange[] {
  return messages.filter((message, at) => !isAskedAgain(message, messages[at + 1])).map(exchangeOf);
}

/** What was stopped or failed, and then asked again, would stand there twice. */
function isAskedAgain(message: KeptMessage, next: KeptMessage | undefined): boolean {
  return (message.state === "stopped" || message.state === "failed") && next?.question === message.question;
}

function exchangeOf({ id, question, created_at, state, answer, error, feedback }: KeptMessage): Exchange {
  const reply: Reply = {
    ...emptyReply,
    state: STATES[state],
    text: answer?.answer ?? "",
    sources: answer?.citations ?? null,
    answer: state === "answered" ? answer : null,
    problem: state === "failed" ? { code: "kept", message: error, hint: "" } : null,
  };
  return { id, question, askedAt: Date.parse(created_at), reply, messageId: id, feedback, isKept: true };
}

/** The last turns that have an answer: what the server needs to understand a follow-up. */
export function historyOf(exchanges: readonly Exchange[]): Turn[] {
  return exchanges
    .filter(({ reply }) => reply.text !== "" && isOver(reply) && reply.state !== "failed")
    .slice(-REMEMBERED)
    .map(({ question, reply }) => ({ question, answer: reply.text.slice(0, LONGEST) }));
}

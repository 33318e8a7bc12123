/** The state of a conversation and every way it can change. */
import type { AnswerEvent } from "./events";
import { emptyReply, fold, isOver, type Reply, type Stopped } from "./fold";
import type { Turn } from "./stream";

export interface Exchange {
  readonly id: number;
  readonly question: string;
  readonly askedAt: number;
  readonly reply: Reply;
}

export type Change =
  | { readonly kind: "asked"; readonly id: number; readonly question: string; readonly askedAt: number }
  | { readonly kind: "received"; readonly id: number; readonly event: AnswerEvent | Stopped }
  | { readonly kind: "dropped"; readonly id: number }
  | { readonly kind: "cleared" };

/** How many earlier questions and answers go along with a new question. */
export const REMEMBERED = 6;
const LONGEST = 20_000; // characters of an earlier answer that the server takes

/** The conversation after a change. */
export function change(exchanges: readonly Exchange[], what: Change): readonly Exchange[] {
  switch (what.kind) {
    case "asked":
      return [...exchanges, { id: what.id, question: what.question, askedAt: what.askedAt, reply: emptyReply }];
    case "received":
      return exchanges.map((each) =>
        each.id === what.id ? { ...each, reply: fold(each.reply, what.event) } : each,
      );
    case "dropped":
      return exchanges.filter((each) => each.id !== what.id);
    case "cleared":
      return [];
  }
}

/** The last turns that have an answer: what the server needs to understand a follow-up. */
export function historyOf(exchanges: readonly Exchange[]): Turn[] {
  return exchanges
    .filter(({ reply }) => reply.text !== "" && isOver(reply) && reply.state !== "failed")
    .slice(-REMEMBERED)
    .map(({ question, reply }) => ({ question, answer: reply.text.slice(0, LONGEST) }));
}

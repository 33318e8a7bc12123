/** How the events of a stream become what the page shows: one pure function. */
import type { Problem } from "../api/problems";
import type { Answer, AnswerEvent, Citation, Entity, Verification } from "./events";

export type ReplyState = "waiting" | "writing" | "done" | "stopped" | "failed";

export interface Reply {
  readonly state: ReplyState;
  readonly text: string;
  readonly entities: readonly Entity[] | null;
  readonly sources: readonly Citation[] | null;
  /** Questions that the model answers before this one. */
  readonly before: number;
  readonly verdicts: readonly Verification[];
  readonly answer: Answer | null;
  readonly problem: Problem | null;
}

/** The reader pressed Stop; the one event the server does not send. */
export interface Stopped {
  readonly name: "stopped";
}

export const emptyReply: Reply = {
  state: "waiting",
  text: "",
  entities: null,
  sources: null,
  before: 0,
  verdicts: [],
  answer: null,
  problem: null,
};

/** The reply after one more event. A reply that is over stays as it is. */
export function fold(reply: Reply, event: AnswerEvent | Stopped): Reply {
  if (isOver(reply)) return reply;
  switch (event.name) {
    case "message":
      return reply;
    case "entities":
      return { ...reply, entities: event.entities };
    case "sources":
      return { ...reply, sources: event.sources };
    case "queued":
      return { ...reply, before: event.position };
    case "token":
      return { ...reply, state: "writing", text: reply.text + event.text };
    case "verification":
      return { ...reply, verdicts: [...reply.verdicts, event] };
    case "done":
      return { ...reply, state: "done", text: event.answer.answer, answer: event.answer };
    case "error":
      return { ...reply, state: "failed", problem: event.problem };
    case "stopped":
      return { ...reply, state: "stopped" };
  }
}

/** True when nothing more will come. */
export function isOver(reply: Reply): boolean {
  return reply.state === "done" || reply.state === "stopped" || reply.state === "failed";
}

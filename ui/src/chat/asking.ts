/**
 * Asking in talks that live in the cache of queries: an answer goes on being made while its reader looks at
 * another conversation or screen, and all of it is forgotten with the cache when somebody else signs in.
 */
import type { QueryClient } from "@tanstack/react-query";

import { asProblem } from "../api/http";
import type { Problem } from "../api/problems";
import { change, historyOf, type Change, type Exchange } from "./conversation";
import { beginConversation, deleteConversation } from "./conversations";
import type { Answer, AnswerEvent } from "./events";
import { isOver } from "./fold";
import { ask, askIn } from "./stream";
import { emptyTalk, type Talk } from "./talk";

/** Where a talk is, and who hears of what happens to it. */
export interface Place {
  readonly client: QueryClient;
  /** "" for one that the server does not keep (yet). */
  readonly id: string;
  readonly onBegun: (id: string) => void;
  readonly onAnswer: (answer: Answer) => void;
}

export const TALKS = ["talks"] as const;
export const LISTS = ["conversations"] as const;

const running = new Map<string, AbortController>();
/** Problems of whoever keeps conversations; whoever answers may be well. */
const CAN_NOT_KEEP = new Set(["data_folder", "data_folder_busy", "disk_full", "error", "forbidden"]);
let asked = 0;

export function keyOf(id: string): readonly string[] {
  return [...TALKS, id];
}

/** The talk as it is now. */
export function talkOf(client: QueryClient, id: string): Talk {
  return client.getQueryData<Talk>(keyOf(id)) ?? emptyTalk;
}

export function isBusy(talk: Talk): boolean {
  return talk.exchanges.some((each) => !isOver(each.reply));
}

/** Change a talk; nothing happens to one that is forgotten. */
export function put(client: QueryClient, id: string, what: Change): void {
  client.setQueryData<Talk>(keyOf(id), (talk) => talk && { ...talk, exchanges: change(talk.exchanges, what) });
}

/** Ask, unless a question is being answered there; `instead` of an exchange, if that is told. */
export function begin(place: Place, question: string, instead?: Exchange): void {
  const { client, id } = place;
  const text = question.trim();
  const talk = talkOf(client, id);
  if (text === "" || isBusy(talk)) return;
  const before = instead === undefined ? talk.exchanges : change(talk.exchanges, { kind: "dropped", id: instead.id });
  asked += 1;
  const exchange = `asked-${String(asked)}`;
  const exchanges = change(before, { kind: "asked", id: exchange, question: text, askedAt: Date.now() });
  client.setQueryData<Talk>(keyOf(id), { ...talk, exchanges });
  void answer(place, exchange, text, before);
}

/** Stop what is being answered; what was shown stays. */
export function stop({ client, id }: Pick<Place, "client" | "id">): void {
  const last = talkOf(client, id).exchanges.at(-1);
  if (last === undefined) return;
  running.get(last.id)?.abort();
  put(client, id, { kind: "received", id: last.id, event: { name: "stopped" } });
}

async function answer(place: Place, exchange: string, question: string, before: readonly Exchange[]): Promise<void> {
  const { client } = place;
  const controller = new AbortController();
  running.set(exchange, controller);
  let id = place.id;
  const play = async (events: AsyncGenerator<AnswerEvent>) => {
    for await (const event of events) {
      put(client, id, { kind: "received", id: exchange, event });
      // The first question becomes the title.
      if (event.name === "message") void client.invalidateQueries({ queryKey: LISTS });
      if (event.name === "done") place.onAnswer(event.answer);
    }
  };
  const aside = () => ask(question, historyOf(before), controller.signal);
  try {
    if (id === "" && talkOf(client, "").unkept === null) id = await keep(place, controller.signal);
    await play(id === "" ? aside() : whileKept(askIn(id, question, controller.signal), client, id, aside));
  } catch (error) {
    if (controller.signal.aborted) return; // the reader stopped it, and the page shows that already
    put(client, id, { kind: "received", id: exchange, event: { name: "error", problem: asProblem(error) } });
  } finally {
    running.delete(exchange);
  }
}

/** The events of a kept conversation; where its beginning can't be kept, those of a question `aside`. */
async function* whileKept(
  events: AsyncGenerator<AnswerEvent>,
  client: QueryClient,
  id: string,
  aside: () => AsyncGenerator<AnswerEvent>,
): AsyncGenerator<AnswerEvent> {
  let problem: Problem | null = null;
  let isBegun = false;
  try {
    for await (const event of events) {
      if (!isBegun && event.name === "error" && CAN_NOT_KEEP.has(event.problem.code)) problem = event.problem;
      else yield event;
      isBegun = true;
    }
  } catch (error) {
    if (isBegun || !CAN_NOT_KEEP.has(asProblem(error).code)) throw error;
    problem = asProblem(error);
  }
  if (problem === null) return;
  leaveUnkept(client, id, problem);
  yield* aside();
}

/** The new talk as a conversation that the server keeps: its id, or "" where nothing can be kept. */
async function keep({ client, onBegun }: Place, signal: AbortSignal): Promise<string> {
  try {
    const { id } = await beginConversation();
    if (signal.aborted) {
      await deleteConversation(id);
      signal.throwIfAborted();
    }
    client.setQueryData<Talk>(keyOf(id), talkOf(client, ""));
    client.setQueryData<Talk>(keyOf(""), emptyTalk);
    onBegun(id);
    return id;
  } catch (error) {
    const problem = asProblem(error);
    if (signal.aborted || !CAN_NOT_KEEP.has(problem.code)) throw error;
    leaveUnkept(client, "", problem);
    return "";
  }
}

function leaveUnkept(client: QueryClient, id: string, problem: Problem): void {
  client.setQueryData<Talk>(keyOf(id), (talk) => talk && { ...talk, unkept: problem });
}

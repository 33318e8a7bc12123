/** A question goes out, the events of its answer come in. */
import { EventSourceParserStream } from "eventsource-parser/stream";

import { request, ServerError } from "../api/http";
import { pathOf } from "./conversations";
import { toEvent, type AnswerEvent } from "./events";

export interface Turn {
  readonly question: string;
  readonly answer: string;
}

/** Ask; yields events as they arrive. Aborting `signal` ends the request, and with it the model's work. */
export async function* ask(
  question: string,
  history: readonly Turn[],
  signal: AbortSignal,
): AsyncGenerator<AnswerEvent> {
  yield* send("v1/answers", { question, history }, signal);
}

/** Ask in a conversation that the server keeps; the first event tells as which message. */
export async function* askIn(id: string, question: string, signal: AbortSignal): AsyncGenerator<AnswerEvent> {
  yield* send(`${pathOf(id)}/messages`, { question }, signal);
}

async function* send(path: string, body: unknown, signal: AbortSignal): AsyncGenerator<AnswerEvent> {
  const response = await request(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "text/event-stream" },
    body: JSON.stringify(body),
    signal,
  });
  if (response.body !== null) yield* readEvents(response.body);
}

/** The events in a body of server-sent events; raises ServerError when it breaks off before the end. */
export async function* readEvents(body: ReadableStream<BufferSource>): AsyncGenerator<AnswerEvent> {
  const messages = body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream()).getReader();
  for (;;) {
    const { done, value } = await messages.read();
    if (done) break;
    const event = toEvent(value.event ?? "message", value.data);
    if (event !== null) yield event;
    if (event?.name === "done" || event?.name === "error") return;
  }
  throw new ServerError(brokenOff, 0);
}

const brokenOff = {
  code: "broken_off",
  message: "The answer broke off before its end.",
  hint: "The server may have been stopped. Retry; if it happens again, look at the server’s log.",
};

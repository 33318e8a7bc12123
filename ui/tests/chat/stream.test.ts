// @vitest-environment node
import { afterEach, expect, test, vi } from "vitest";

import { ServerError } from "../../src/api/http";
import type { AnswerEvent } from "../../src/chat/events";
import { ask, readEvents } from "../../src/chat/stream";
import { answer, citation, written } from "./answers";

const events: AnswerEvent[] = [
  { name: "sources", sources: [citation(1, { file: "Größe.md" })] },
  { name: "token", text: "Zürich — déjà vu 🙂\n\nnext" },
  { name: "done", answer: answer() },
];

function body(text: string, size: number): ReadableStream<Uint8Array<ArrayBuffer>> {
  const bytes = new TextEncoder().encode(text);
  return new ReadableStream({
    start(controller) {
      for (let at = 0; at < bytes.length; at += size) controller.enqueue(bytes.slice(at, at + size));
      controller.close();
    },
  });
}

async function all(source: AsyncIterable<AnswerEvent>): Promise<AnswerEvent[]> {
  const found: AnswerEvent[] = [];
  for await (const event of source) found.push(event);
  return found;
}

function answering(make: () => Response) {
  // The page's only way out is fetch: the server is the thing to stand in for here.
  const sent: { path: string; options: RequestInit }[] = [];
  vi.stubGlobal("sessionStorage", { getItem: () => "the-key" });
  vi.stubGlobal("fetch", (path: string, options: RequestInit) => {
    sent.push({ path, options });
    return Promise.resolve(make());
  });
  return sent;
}

afterEach(() => {
  vi.unstubAllGlobals();
});

test.each([1, 7, 64, 100_000])("events arrive whole, however the bytes are cut (%i at a time)", async (size) => {
  expect(await all(readEvents(body(events.map(written).join(""), size)))).toEqual(events);
});

test("signs of life and unknown events are passed over", async () => {
  const text = `: ping\r\n\r\nevent: later\r\ndata: {}\r\n\r\n${events.map(written).join("")}`;
  expect(await all(readEvents(body(text, 9)))).toEqual(events);
});

test("an error event ends the stream", async () => {
  const error: AnswerEvent = { name: "error", problem: { code: "model", message: "gone", hint: "start it" } };
  expect(await all(readEvents(body(written(error), 9)))).toEqual([error]);
});

test("a stream without an end says that it broke off", async () => {
  const text = events.slice(0, 2).map(written).join("");
  await expect(all(readEvents(body(text, 9)))).rejects.toMatchObject({ problem: { code: "broken_off" } });
});

test("a question goes out with its history and the key", async () => {
  const sent = answering(() => new Response(events.map(written).join("")));
  const history = [{ question: "before", answer: "so" }];
  expect(await all(ask("why?", history, new AbortController().signal))).toEqual(events);
  expect(sent[0]?.path).toBe("v1/answers");
  expect(JSON.parse(sent[0]?.options.body as string)).toEqual({ question: "why?", history });
  const headers = new Headers(sent[0]?.options.headers);
  expect(headers.get("accept")).toBe("text/event-stream");
  expect(headers.get("authorization")).toBe("Bearer the-key");
});

test("the server's own words are kept when it refuses", async () => {
  const problem = { code: "tree", message: "It has 2 problems:\nline 3: a\nline 9: b", hint: "Mend it." };
  const [detail, ...problems] = problem.message.split("\n");
  answering(() => Response.json({ code: "tree", detail, problems, hint: problem.hint }, { status: 422 }));
  const failure = await all(ask("why?", [], new AbortController().signal)).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(ServerError);
  expect(failure).toMatchObject({ problem, status: 422 });
});

test("an error page that is no JSON still gives a message", async () => {
  answering(() => new Response("<h1>Bad gateway</h1>", { status: 502 }));
  const asked = all(ask("why?", [], new AbortController().signal));
  await expect(asked).rejects.toMatchObject({ problem: { message: "The server answered with status 502." } });
});

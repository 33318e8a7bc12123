import { expect, test } from "vitest";

import { change, historyOf, REMEMBERED, type Exchange } from "../../src/chat/conversation";
import type { AnswerEvent } from "../../src/chat/events";
import { emptyReply, fold, type Stopped } from "../../src/chat/fold";
import { originOf } from "../../src/chat/words";
import { answer, citation } from "./answers";

function folded(...events: (AnswerEvent | Stopped)[]) {
  return events.reduce(fold, emptyReply);
}

const token = (text: string): AnswerEvent => ({ name: "token", text });
const stopped: Stopped = { name: "stopped" };
const problem = { code: "model", message: "gone", hint: "start it" };

test("tokens add up while the answer is written", () => {
  const reply = folded(token("one "), token("two"));
  expect(reply).toMatchObject({ state: "writing", text: "one two" });
});

test("entities and sources are known before the first word", () => {
  const entity = { id: "e", name: "Unit", kind: "unit", path: [] };
  const reply = folded({ name: "entities", entities: [entity] }, { name: "sources", sources: [citation(1)] });
  expect(reply).toMatchObject({ state: "waiting", entities: [entity], sources: [{ number: 1 }] });
});

test("the whole answer replaces what was streamed", () => {
  const reply = folded(token("part"), { name: "done", answer: answer() });
  expect(reply).toMatchObject({ state: "done", text: "whole text" });
});

test("a reply knows how many questions come before it, until it is its turn", () => {
  const queued = (position: number): AnswerEvent => ({ name: "queued", position });
  expect(folded(queued(3), queued(2))).toMatchObject({ state: "waiting", before: 2 });
  expect(folded(queued(1), queued(0)).before).toBe(0);
});

test("verdicts are kept in order", () => {
  const verdict = (sentence: string): AnswerEvent => ({
    name: "verification",
    sentence,
    verdict: "supported",
    sources: [],
  });
  expect(folded(verdict("a"), verdict("b")).verdicts.map((each) => each.sentence)).toEqual(["a", "b"]);
});

test("stop keeps the text, and nothing that comes later changes it", () => {
  const reply = folded(token("kept"), stopped, token(" lost"), { name: "done", answer: answer() });
  expect(reply).toMatchObject({ state: "stopped", text: "kept", answer: null });
});

test("an error keeps the text and says what to do", () => {
  expect(folded(token("kept"), { name: "error", problem })).toMatchObject({ state: "failed", text: "kept", problem });
});

test("an answer that is over can't be stopped", () => {
  expect(folded({ name: "done", answer: answer() }, stopped).state).toBe("done");
});

test.each([
  ["tree", answer({ answered_by: "tree" })],
  ["model", answer({ answered_by: "model" })],
  ["refused", answer({ answered_by: "none", refused: true })],
  ["ambiguous", answer({ answered_by: "none", candidates: [{ id: "e", name: "U", kind: "unit", path: [] }] })],
])("the origin of an answer is %s", (origin, done) => {
  expect(originOf(folded({ name: "done", answer: done }))).toBe(origin);
});

test("the history holds the last answers and no failed one", () => {
  let exchanges: readonly Exchange[] = [];
  for (let at = 1; at <= 9; at += 1) {
    const event: AnswerEvent = at === 8 ? { name: "error", problem } : { name: "done", answer: answer() };
    const id = String(at);
    exchanges = change(exchanges, { kind: "asked", id, question: `q${id}`, askedAt: 0 });
    exchanges = change(exchanges, { kind: "received", id, event: token("text") });
    exchanges = change(exchanges, { kind: "received", id, event });
  }
  const questions = historyOf(exchanges).map((turn) => turn.question);
  expect(questions).toHaveLength(REMEMBERED);
  expect(questions).toEqual(["q3", "q4", "q5", "q6", "q7", "q9"]);
});

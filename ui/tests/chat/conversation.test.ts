import { expect, test } from "vitest";

import { change, exchangesOf } from "../../src/chat/conversation";
import type { KeptMessage } from "../../src/chat/conversations";
import { fileNameOf, asMarkdown } from "../../src/chat/copying";
import { shownCitations } from "../../src/chat/marks";
import { emptyTalk, withEarlier, WINDOW } from "../../src/chat/talk";
import { talkAddress, talkAt } from "../../src/chat/addresses";
import { answer, citation } from "./answers";

function message(position: number, more: Partial<KeptMessage> = {}): KeptMessage {
  return {
    id: `m${String(position)}`,
    position,
    question: `q${String(position)}`,
    state: "answered",
    created_at: "2026-03-02T09:00:00+00:00",
    answer: answer({ citations: [citation(1)] }),
    error: "",
    feedback: null,
    ...more,
  };
}

test("a kept answer looks as it did when it was given", () => {
  const [exchange] = exchangesOf([message(1, { feedback: { verdict: "up", reason: "", corrected_answer: "" } })]);
  expect(exchange).toMatchObject({ id: "m1", messageId: "m1", isKept: true, feedback: { verdict: "up" } });
  expect(exchange?.reply).toMatchObject({ state: "done", text: "whole text", sources: [{ number: 1 }] });
});

test("a kept answer that was stopped shows the sources that its text cites", () => {
  const cut = answer({ answer: "Half [2].", citations: [citation(1), citation(2)] });
  const [exchange] = exchangesOf([message(1, { state: "stopped", answer: cut })]);
  expect(exchange?.reply).toMatchObject({ state: "stopped", text: "Half [2].", answer: null });
  expect(exchange && shownCitations(exchange.reply).map(({ number }) => number)).toEqual([2]);
});

test("a kept failure tells why", () => {
  const [exchange] = exchangesOf([message(1, { state: "failed", answer: null, error: "The model went away." })]);
  expect(exchange?.reply).toMatchObject({ state: "failed", text: "", problem: { message: "The model went away." } });
});

test("what is being answered elsewhere waits", () => {
  expect(exchangesOf([message(1, { state: "running", answer: null })])[0]?.reply.state).toBe("waiting");
});

test("what failed or was stopped and was asked again at once stands there once", () => {
  const asked = { question: "same" };
  const shown = exchangesOf([
    message(1, { ...asked, state: "failed", answer: null }),
    message(2, { ...asked, state: "stopped" }),
    message(3, asked),
    message(4, asked),
    message(5, { state: "failed" }),
  ]);
  expect(shown.map(({ id }) => id)).toEqual(["m3", "m4", "m5"]);
});

test("an exchange gets the id of its message, and what is thought of it", () => {
  let exchanges = change([], { kind: "asked", id: "asked-1", question: "q", askedAt: 0 });
  exchanges = change(exchanges, { kind: "received", id: "asked-1", event: { name: "message", id: "m9" } });
  const feedback = { verdict: "down", reason: "old", corrected_answer: "" } as const;
  exchanges = change(exchanges, { kind: "judged", id: "asked-1", feedback });
  expect(exchanges).toMatchObject([{ messageId: "m9", feedback, reply: { state: "waiting" } }]);
  expect(change(exchanges, { kind: "judged", id: "asked-1", feedback: null })[0]?.feedback).toBeNull();
});

test("what was asked before comes before", () => {
  const talk = { ...emptyTalk, exchanges: exchangesOf([message(51)]), before: 50 };
  const more = withEarlier(talk, exchangesOf([message(50)]));
  expect(more.exchanges.map(({ id }) => id)).toEqual(["m50", "m51"]);
  expect(more.before).toBe(50 - WINDOW);
  expect(withEarlier(more, []).before).toBe(0);
});

test("an answer is copied with file, place and quote of its sources, which are only text", () => {
  const source = citation(2, { file: "a_[b](x).md", page: 3, heading: ["Top"], quote: "| one | two |\n- <b>" });
  expect(asMarkdown("It is so [2].\n", [source])).toBe(
    "It is so [2].\n\n**Sources**\n\n[2] a\\_\\[b\\](x).md, page 3 · Top: “one · two / \\<b\\>”  \n",
  );
  expect(asMarkdown("No.", [])).toBe("No.\n");
  expect(asMarkdown("Fact [1].", [citation(1, { document_id: "" })])).toContain("file-1.md, organisation tree");
});

test.each([
  ["Who leads?", "Who leads.md"],
  ["../../etc/passwd", "etc-passwd.md"],
  ["…", "conversation.md"],
  ["Büro 3", "Büro 3.md"],
])("the file of %s is %s", (title, name) => {
  expect(fileNameOf(title)).toBe(name);
});

test("an address leads to its conversation", () => {
  expect(talkAt(talkAddress("a/b c"))).toBe("a/b c");
  expect(talkAt(talkAddress(""))).toBe("");
  expect(talkAt("/c/%E0%A4%A")).toBe("%E0%A4%A");
  expect(talkAt("/documents/c")).toBe("");
});

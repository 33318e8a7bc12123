import { expect, test } from "vitest";

import type { Entity } from "../../src/chat/events";
import { emptyReply } from "../../src/chat/fold";
import { counted, exampleQuestions, isFact, labelOf, leftOut, narrowed, placeOf } from "../../src/chat/words";
import { answer, citation } from "./answers";

const unit = (id: string, ...path: string[]): Entity => ({ id, name: "Audit Section", kind: "section", path });
const finance = unit("a1", "Relief", "Secretariat", "Finance Division");
const board = unit("a2", "Relief", "Board");

test("choosing one of several units names what sets it apart", () => {
  const candidates = [finance, board];
  expect(narrowed("Who leads the audit section?", board, candidates)).toBe("Who leads the Audit Section of Board?");
  expect(narrowed("Who leads the Audit Section?", finance, candidates)).toBe(
    "Who leads the Audit Section of Finance Division?",
  );
});

test("a unit that stands above all candidates is not named", () => {
  const candidates = [unit("b1", "Relief", "North", "Office"), unit("b2", "Relief", "South", "Office")];
  expect(narrowed("Audit Section?", unit("b1", "Relief", "North", "Office"), candidates)).toBe(
    "Audit Section of North?",
  );
});

test("a unit asked for by another name is added at the end", () => {
  expect(narrowed("Who leads AS?", board, [finance, board])).toBe("Who leads AS? (Audit Section of Board)");
});

test("numbers carry their noun", () => {
  expect([counted(0, "document"), counted(1, "document"), counted(1204, "document")]).toEqual([
    "0 documents",
    "1 document",
    "1,204 documents",
  ]);
});

test("a citation's place is its page and its headings", () => {
  expect(placeOf(citation(1, { page: 3, heading: ["Travel", "Booking"] }))).toBe("page 3 · Travel › Booking");
  expect(placeOf(citation(1))).toBe("");
});

test("a citation without a document is a fact of the tree", () => {
  expect([isFact(citation(1)), isFact(citation(1, { document_id: "" }))]).toEqual([false, true]);
});

test("examples are made only from what is loaded", () => {
  const tree = { name: "Relief", file: "org.yaml", version: 1, imported_at: "", nodes: 3, people: 2 };
  expect(exampleQuestions(["A", "B", "C"], tree)).toEqual([
    "Which units belong to Relief?",
    "What is “A” about?",
    "What is “B” about?",
    "What is “C” about?",
  ]);
  expect(exampleQuestions(["A"], null)).toEqual(["What is “A” about?"]);
});

test("a list that did not fit says how much of it is left out", () => {
  const quote = "Posts: Head of Finance ... and 12 more of 40, not shown here.";
  const fact = citation(1, { document_id: "", quote });
  expect(leftOut({ ...emptyReply, answer: answer({ citations: [fact] }) })).toEqual({ left: "12", all: "40" });
  expect(leftOut({ ...emptyReply, text: quote })).toEqual({ left: "12", all: "40" });
  expect(leftOut({ ...emptyReply, answer: answer({ citations: [citation(1, { quote })] }) })).toBeNull();
  expect(leftOut(emptyReply)).toBeNull();
});

test("a reply says how far it is in the place where it says what it is", () => {
  expect(labelOf(emptyReply)).toBe("Searching");
  expect(labelOf({ ...emptyReply, sources: [] })).toBe("Reading");
  expect(labelOf({ ...emptyReply, state: "writing" })).toBe("Writing");
  expect(labelOf({ ...emptyReply, state: "failed" })).toBe("No answer");
  expect(labelOf({ ...emptyReply, state: "done", answer: answer({ answered_by: "tree" }) })).toBe(
    "From the organisation tree",
  );
});

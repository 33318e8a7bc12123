import { expect, test } from "vitest";

import { cut, locate } from "../../src/documents/locate";

function marked(text: string, quote: string): string[] {
  return cut(text, locate(text, quote))
    .filter((piece) => piece.marked)
    .map((piece) => piece.text);
}

test("a quote is found where it stands", () => {
  expect(marked("One. Two words. Three.", "Two words.")).toEqual(["Two words."]);
});

test("line breaks, quotation marks, dashes and case may differ", () => {
  const text = "It says:\n  “No—\nnot   before May” there.";
  expect(marked(text, 'it says: "no- not before may"')).toEqual(["It says:\n  “No—\nnot   before May”"]);
});

test("an ellipsis divides a quote into parts, found in order", () => {
  expect(marked("a b c d a b e", "c d … a b")).toEqual(["c d", "a b"]);
  expect(marked("start middle end", "start ... end")).toEqual(["start", "end"]);
});

test("a quote that is not there marks nothing", () => {
  expect(locate("One. Two.", "Three")).toEqual([]);
  expect(locate("start middle end", "end … start")).toEqual([]);
  expect(locate("anything", " ")).toEqual([]);
});

test("letters that grow in lower case do not shift the mark", () => {
  expect(marked("İİİ the rule holds", "The rule")).toEqual(["the rule"]);
});

test("pieces put together are the text again", () => {
  const text = " One “two”\n three ";
  expect(cut(text, locate(text, 'one "two"')).map((piece) => piece.text).join("")).toBe(text);
});

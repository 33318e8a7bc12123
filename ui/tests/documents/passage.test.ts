import { expect, test } from "vitest";

import type { Span } from "../../src/documents/locate";
import { blocksOf, quoteInBrief, type Item } from "../../src/documents/passage";

/** The blocks with the text their spans stand for. */
function read(text: string) {
  const said = ({ start, end }: Span) => text.slice(start, end);
  const items = (all: readonly Item[]): unknown[] =>
    all.map((each) => (each.items.length > 0 ? [said(each.text), items(each.items)] : said(each.text)));
  return blocksOf(text).map((block) => {
    if (block.kind === "table") return [block.head, ...block.rows].map((row) => row.map(said));
    return block.kind === "list" ? { list: items(block.items) } : said(block.text);
  });
}

test("lines between bars are a table, its first line the head", () => {
  expect(read("| Post | From |\n| Nurse | 25 staff |")).toEqual([
    [
      ["Post", "From"],
      ["Nurse", "25 staff"],
    ],
  ]);
});

test("empty cells and rows of another length stay as they are", () => {
  expect(read("| a |  | c |\n| 1 |")).toEqual([[["a", "", "c"], ["1"]]]);
});

test("text around a table keeps its line breaks and loses the blank lines between", () => {
  expect(read("One.\nTwo.\n\nThree.\n\n| a |\n| b |\n\nFour.\n")).toEqual(["One.\nTwo.\n\nThree.", [["a"], ["b"]], "Four."]);
});

test("a table after a blank line is another table", () => {
  expect(read("| a |\n\n| b |")).toEqual([[["a"]], [["b"]]]);
});

test("items nest by two spaces of indent", () => {
  expect(read("- one\n  - below\n    - deep\n  - beside\n- two")).toEqual([
    { list: [["one", [["below", ["deep"]], "beside"]], "two"] },
  ]);
});

test("a list cut off from its beginning begins at the top", () => {
  expect(read("    - deep\n  - higher\n- top")).toEqual([{ list: ["deep", "higher", "top"] }]);
});

test("what only looks like a table or a list stays plain text", () => {
  const text = "a | b\n|open\n-5 degrees\n1. Step\n- \n<b>no HTML</b>";
  expect(read(text)).toEqual([text]);
});

test("an empty passage has no blocks", () => {
  expect(read(" \n\n")).toEqual([]);
});

test("a quote of rows is brief: cells without bars, a line each", () => {
  expect(quoteInBrief("| Nurse | 25 staff |\n| Driver |  | first vehicle |")).toBe(
    "Nurse · 25 staff\nDriver · first vehicle",
  );
  expect(quoteInBrief("25 staff |")).toBe("25 staff");
});

test("a quote of items is brief: no dashes, a line each", () => {
  expect(quoteInBrief("- One latrine.\n  - A desk.")).toBe("One latrine.\nA desk.");
});

test("lines of a sentence run on, around a table too", () => {
  expect(quoteInBrief("Two\nlines.\n\n| a | b |\nThe end.")).toBe("Two lines.\na · b\nThe end.");
});

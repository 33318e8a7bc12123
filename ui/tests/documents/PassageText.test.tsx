import { cleanup, render } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";

import { PassageText } from "../../src/documents/PassageText";
import { locate } from "../../src/documents/locate";

afterEach(cleanup);

const text = `Before\nthe table.

| Post | Required from |  |
| Driver | first vehicle | |
| Nurse | 25 staff | yes |

- One latrine.
  - A desk at once.`;

/** The passage with a quote marked: the element, and the marked texts with the element each stands in. */
function show(quote: string) {
  const { container } = render(<PassageText text={text} marks={locate(text, quote)} />);
  const marks = [...container.querySelectorAll("mark")];
  return { container, marks: marks.map((mark) => `${mark.parentElement?.localName ?? ""}: ${mark.textContent}`) };
}

test("a passage is text, a table with column headings and a nested list", () => {
  const { container } = show("");
  expect(container.querySelector("p")?.textContent).toBe("Before\nthe table.");
  expect([...container.querySelectorAll("th")].map((cell) => cell.textContent)).toEqual(["Post", "Required from"]);
  expect(container.querySelectorAll("tbody tr")).toHaveLength(2);
  expect(container.querySelector("ul ul")?.textContent).toBe("A desk at once.");
});

test.each([
  ["a row", "| Nurse | 25 staff | yes |", ["td: Nurse", "td: 25 staff", "td: yes"]],
  ["the head", "| Post | Required from |", ["th: Post", "th: Required from"]],
  ["rows", "first vehicle | |\n| Nurse | 25", ["td: first vehicle", "td: Nurse", "td: 25"]],
  ["an item", "- One latrine.", ["li: One latrine."]],
  ["items", "- One latrine.\n  - A desk", ["li: One latrine.", "li: A desk"]],
  ["a sentence", "Before the table.", ["p: Before\nthe table."]],
  ["text, table and list", "the table.\n\n| Post | … A desk", ["p: the table.", "th: Post", "li: A desk"]],
])("a quote is marked where it stands: %s", (_, quote, wanted) => {
  expect(show(quote).marks).toEqual(wanted);
});

test("what a document wrote as HTML is text", () => {
  const { container } = render(<PassageText text={"| <img src=x> |\n- <b>bold</b>"} marks={[]} />);
  expect(container.querySelectorAll("img, b")).toHaveLength(0);
  expect(container.textContent).toBe("<img src=x><b>bold</b>");
});

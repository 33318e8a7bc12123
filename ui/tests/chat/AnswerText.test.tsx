import { cleanup, fireEvent, render } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";

import { AnswerText } from "../../src/chat/AnswerText";
import type { Citation, Verification } from "../../src/chat/events";
import { citedNumbers, citedSources } from "../../src/chat/marks";
import { citation } from "./answers";

afterEach(cleanup);

function show(text: string, citations: readonly Citation[] = [], verdicts: readonly Verification[] = []) {
  const opened: number[] = [];
  const { container } = render(
    <AnswerText
      text={text}
      citations={citations}
      verdicts={verdicts}
      onOpen={(each) => {
        opened.push(each.number);
      }}
    />,
  );
  return { container, opened, buttons: [...container.querySelectorAll("button")] };
}

const contradicted = (sentence: string): Verification => ({ sentence, verdict: "contradicted", sources: [] });

test.each([
  "<script>window.ran = 1</script>",
  '<img src="x" onerror="window.ran = 1">',
  '<iframe src="https://example.org"></iframe><style>* { color: red }</style>',
  '<p onclick="window.ran = 1">text</p>',
  "![alt](https://example.org/a.png)",
  "![alt][ref]\n\n[ref]: https://example.org/a.png",
  "[text](javascript:alert(1))",
  "[text](data:text/html,x)",
  "[text](https://example.org)",
  "<javascript:alert(1)>",
  "https://example.org and www.example.org and a@example.org",
  "text[^1]\n\n[^1]: a note with [a link](https://example.org)",
  "- [x] a task\n- [ ] another",
  "|a|b|\n|:-:|--:|\n|1|2|",
  "<svg><script>window.ran = 1</script></svg>",
  '<a href="https://example.org" style="color: red">text</a>',
])("nothing loads, runs, leads anywhere or styles itself: %s", (text) => {
  const { container } = show(text);
  const forbidden = "a, img, script, style, iframe, svg, input, [style], [href], [src], [onclick], [onerror]";
  expect(container.querySelectorAll(forbidden)).toHaveLength(0);
  expect(container.textContent).not.toBe("");
});

test("raw HTML is shown as the text it is", () => {
  expect(show("<script>alert(1)</script>").container.textContent).toContain("<script>alert(1)</script>");
});

test("a picture is its description", () => {
  expect(show("![the plan](https://example.org/a.png)").container.textContent).toBe("[image: the plan]");
});

test("a web link is words and its address, any other link only words", () => {
  expect(show("[here](https://example.org/x)").container.textContent).toBe("here (https://example.org/x)");
  expect(show("[here](javascript:alert(1))").container.textContent).toBe("here");
});

test("citation marks become buttons that open their source", () => {
  const { buttons, opened } = show("One [1]. Two [2][1].", [citation(1), citation(2)]);
  expect(buttons.map((button) => button.textContent)).toEqual(["1", "2", "1"]);
  expect(buttons[1]?.getAttribute("aria-label")).toBe("Source 2: file-2.md");
  if (buttons[1]) fireEvent.click(buttons[1]);
  expect(opened).toEqual([2]);
});

test("several numbers in one mark become several buttons", () => {
  const { buttons } = show("Both [1, 2].", [citation(1), citation(2)]);
  expect(buttons).toHaveLength(2);
});

test("a number without a source stays text", () => {
  const { container, buttons } = show("See [7] and [1, 7].", [citation(1)]);
  expect(buttons).toHaveLength(0);
  expect(container.textContent).toBe("See [7] and [1, 7].");
});

test("a citation is never a link, although markdown would make it one", () => {
  const { container, buttons } = show("A [1](javascript:alert(1)).\n\n[1]: https://example.org", [citation(1)]);
  expect(buttons).toHaveLength(2);
  expect(container.querySelectorAll("a, .link-address")).toHaveLength(0);
});

test.each(["One [1].", "One  [1] [1].", "One[1]", "One[1][1].", "**One** [1]", "**One**[1]"])(
  "no line can break before a mark: %s",
  (text) => {
    const { container, buttons } = show(text, [citation(1)]);
    const before = buttons.map((button) => button.previousSibling?.textContent?.at(-1));
    expect(before.every((last) => last === "\u00A0" || last === "\u2060")).toBe(true);
    expect(container.textContent).toMatch(/^One[\u00A0\u2060]1/);
  },
);

test("marks in code are text", () => {
  const { container } = show("`list[1]` and\n\n```\nrow[1]\n```", [citation(1)]);
  expect(container.querySelectorAll(".citation-mark")).toHaveLength(0);
  expect(container.textContent).toContain("list[1]");
  expect(container.textContent).toContain("row[1]");
});

test("marks stand in bold text, lists and tables too", () => {
  const { buttons } = show("**bold [1]**\n\n- item [1]\n\n|a|\n|-|\n|cell [1]|", [citation(1)]);
  expect(buttons).toHaveLength(3);
});

test("characters the page uses for itself do nothing in a foreign text", () => {
  const { container, buttons } = show("a \uE0001\uE001 b \uE002", [citation(1)]);
  expect(buttons).toHaveLength(0);
  expect(container.querySelector(".doubt")).toBeNull();
});

test("a contradicted sentence carries a warning right behind it", () => {
  const sentence = "Treasury is part of the Board [1].";
  const { container } = show(`First. ${sentence} Last.`, [citation(1)], [contradicted(sentence)]);
  expect(container.textContent).toMatch(/Board\u00A01\. ?the organisation tree says otherwise/);
});

test("the warning survives in a table row", () => {
  const { container } = show("|a|b|\n|-|-|\n|x|y|", [], [contradicted("|x|y|")]);
  expect(container.querySelectorAll("td .doubt")).toHaveLength(1);
});

test("a supported sentence carries no warning", () => {
  const verdicts: Verification[] = [{ sentence: "Fine.", verdict: "supported", sources: [] }];
  expect(show("Fine.", [], verdicts).container.querySelector(".doubt")).toBeNull();
});

test("the sources of an unfinished answer are those its text cites", () => {
  expect(citedNumbers("a [2] b [1, 2] c [x] d [1234]")).toEqual([2, 1]);
  expect(citedSources("a [2]", [citation(1), citation(2)]).map((each) => each.number)).toEqual([2]);
});

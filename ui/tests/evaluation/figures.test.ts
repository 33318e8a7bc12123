import { expect, it } from "vitest";

import type { AskedCase, Figure } from "../../src/evaluation/api";
import { byProblem, figureText, rowsOf } from "../../src/evaluation/figures";

const figure: Figure = { metric: "correct", arm: "t-rag", type: "all", n: 30, value: 0.8333, low: 0.664, high: 0.927 };

it.each([
  [figure, "share", "83 % (66 to 93)"],
  [{ ...figure, value: 1.25, low: 1.1, high: 1.4 }, "mean", "1.25 (1.10 to 1.40)"],
  [{ ...figure, low: null }, "share", "83 %"],
  [{ ...figure, value: null }, "share", "–"],
] as const)("%j reads as a %s: %s", (one, kind, text) => {
  expect(figureText(one, kind)).toBe(text);
});

it("the figures of a metric begin with those of all cases", () => {
  const others = [{ ...figure, type: "entity" }, figure, { ...figure, metric: "other" }, { ...figure, value: null }];
  expect(rowsOf(others, "correct").map(({ type }) => type)).toEqual(["all", "entity"]);
});

it("cases stand under what went wrong first, the most frequent kind first", () => {
  const asked = (id: string, problem: string) => ({ case: { id }, problem }) as AskedCase;
  const kinds = byProblem([asked("1", "refused"), asked("2", "wrong"), asked("3", "wrong")]);
  expect(kinds.map(([kind, cases]) => [kind, cases.length])).toEqual([
    ["wrong", 2],
    ["refused", 1],
  ]);
});

import { expect, it } from "vitest";

import type { FoundPassage } from "../../src/search/api";
import { ranksOf, scoreOf } from "../../src/search/ranks";

const passage = (chunk_id: string, rank: number, score: number | null = 0.5): FoundPassage => ({
  rank,
  chunk_id,
  document_id: "d",
  file: "a.md",
  text: "t",
  heading: [],
  page: null,
  score,
  similarity: null,
});

it("a passage has a rank in each list that holds it", () => {
  const found = {
    question: "q",
    dense: [passage("a", 1), passage("b", 2)],
    keyword: [passage("b", 1)],
    fused: [passage("b", 1), passage("a", 2)],
    chosen: [passage("b", 1)],
    context: "",
    tokens: 0,
  };
  expect(ranksOf(found).get("b")).toEqual({ dense: 2, keyword: 1, fused: 1, chosen: 1 });
  expect(ranksOf(found).get("a")).toEqual({ dense: 1, fused: 2 });
});

it.each([
  [0.98765, "0.988"],
  [12.345, "12.3"],
  [0, "0.000"],
  [null, ""],
])("the score %s is shown as %s", (score, shown) => {
  expect(scoreOf(passage("a", 1, score))).toBe(shown);
});

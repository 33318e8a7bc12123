import { describe, expect, it } from "vitest";

import type { OutlineUnit } from "../../src/organisation/api";
import { outlineOf, pathTo, rowsOf, stepOf } from "../../src/organisation/outline";

const unit = (id: string, parent: string): OutlineUnit => ({ id, name: id.toUpperCase(), kind: "unit", parent, people: 0 });
const outline = outlineOf([unit("a", ""), unit("b", "a"), unit("c", "a"), unit("d", "b")]);
const ids = (open: string[]) => rowsOf(outline, new Set(open)).map((row) => row.unit.id);

describe("the lines of the explorer", () => {
  it("show what stands in an open unit right below it", () => {
    expect(ids([])).toEqual(["a"]);
    expect(ids(["a"])).toEqual(["a", "b", "c"]);
    expect(ids(["a", "b"])).toEqual(["a", "b", "d", "c"]);
    expect(ids(["b"])).toEqual(["a"]);
  });

  it("know their level, their place among their siblings and whether they can be opened", () => {
    const rows = rowsOf(outline, new Set(["a", "b"]));
    expect(rows.map(({ level, place, siblings, isOpen }) => [level, place, siblings, isOpen])).toEqual([
      [1, 1, 1, true],
      [2, 1, 2, true],
      [3, 1, 1, null],
      [2, 2, 2, null],
    ]);
  });

  it("are none without a tree", () => {
    expect(rowsOf(outlineOf([]), new Set())).toEqual([]);
  });

  it("of ten thousand units deep in each other are found without an end of the stack", () => {
    const units = Array.from({ length: 10_000 }, (_, at) => unit(String(at), at === 0 ? "" : String(at - 1)));
    expect(rowsOf(outlineOf(units), new Set(units.map(({ id }) => id)))).toHaveLength(10_000);
  });
});

it("a path leads from the root to the unit", () => {
  expect(pathTo(outline, "d")).toEqual(["a", "b", "d"]);
  expect(pathTo(outline, "nobody")).toEqual([]);
});

describe("a key", () => {
  const rows = rowsOf(outline, new Set(["a"]));

  it.each([
    ["ArrowDown", "a", { go: "b" }],
    ["ArrowDown", "c", null],
    ["ArrowUp", "b", { go: "a" }],
    ["ArrowRight", "b", { open: "b" }],
    ["ArrowRight", "a", { go: "b" }],
    ["ArrowRight", "c", null],
    ["ArrowLeft", "a", { close: "a" }],
    ["ArrowLeft", "c", { go: "a" }],
    ["Home", "c", { go: "a" }],
    ["End", "a", { go: "c" }],
    ["x", "a", null],
    ["ArrowDown", "gone", { go: "a" }],
  ])("%s at %s does %j", (key, current, step) => {
    expect(stepOf(key, rows, current)).toEqual(step);
  });
});

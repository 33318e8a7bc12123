import { expect, it } from "vitest";

import type { TreeNode } from "../../src/organisation/api";
import { draftOf, editOf } from "../../src/organisation/editing";
import { inTwoLines, layOut } from "../../src/organisation/layout";

const entity = (id: string) => ({ id, name: id, kind: "section" });
const node: TreeNode = {
  ...entity("fin"),
  version: 4,
  parents: [entity("root"), entity("secretariat")],
  children: [entity("pay"), entity("bud")],
  below: 2,
  people: [{ id: "person:ana", name: "Ana", role: "Director" }],
  aliases: ["Finance"],
  description: "",
  contact: {},
  source: "",
  valid_from: "",
  valid_to: "",
  facts: [],
};

it("nothing typed is nothing to send", () => {
  expect(editOf(node, draftOf(node))).toBeNull();
  expect(editOf(node, { ...draftOf(node), name: " fin ", aliases: "\nFinance \n" })).toBeNull();
});

it("only what differs is sent, on the version that was read", () => {
  const draft = { ...draftOf(node), description: "Pays.", people: [{ name: " ", role: "x" }] };
  expect(editOf(node, draft)).toEqual({ description: "Pays.", people: [], replacing: 4 });
});

it("a move and a new unit are named", () => {
  const draft = { ...draftOf(node), parent: "root", newUnit: { name: "Desk", kind: "desk" } };
  expect(editOf(node, draft)).toEqual({ parent: "root", add_children: [{ name: "Desk", kind: "desk" }], replacing: 4 });
});

it("the picture holds the unit above, the unit and its children, none over another", () => {
  const { boxes, lines, left } = layOut(node);
  expect(boxes.map(({ unit }) => unit.id)).toEqual(["secretariat", "fin", "pay", "bud"]);
  expect(new Set(boxes.map(({ x, y }) => `${String(x)} ${String(y)}`)).size).toBe(4);
  expect(lines).toHaveLength(3);
  expect(left).toBe(0);
});

it("a picture of many children shows some and counts the rest", () => {
  const many = Array.from({ length: 100 }, (_, at) => entity(String(at)));
  const { boxes, left } = layOut({ ...node, children: many });
  expect(boxes.length - 2 + left).toBe(100);
  expect(left).toBe(76);
});

it.each([
  ["Health Section", ["Health Section"]],
  ["Monitoring, Evaluation and Learning Section", ["Monitoring,", "Evaluation and Learn…"]],
  ["Donaudampfschifffahrtsgesellschaft", ["Donaudampfschifffahrt", "sgesellschaft"]],
])("%s is written in at most two lines", (name, lines) => {
  expect(inTwoLines(name)).toEqual(lines);
});

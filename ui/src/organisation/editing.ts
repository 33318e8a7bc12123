/** What is typed about a unit, and what of it has to be sent. */
import type { TreeNode, UnitEdit } from "./api";

export interface Draft {
  readonly name: string;
  readonly kind: string;
  readonly description: string;
  /** One a line. */
  readonly aliases: string;
  readonly people: readonly { readonly name: string; readonly role: string }[];
  readonly parent: string;
  readonly newUnit: { readonly name: string; readonly kind: string };
}

export function draftOf(node: TreeNode): Draft {
  return {
    name: node.name,
    kind: node.kind,
    description: node.description,
    aliases: node.aliases.join("\n"),
    people: node.people.map(({ name, role }) => ({ name, role })),
    parent: node.parents.at(-1)?.id ?? "",
    newUnit: { name: "", kind: node.children[0]?.kind ?? "" },
  };
}

/** The edit that makes the unit what the draft says; null if nothing differs. */
export function editOf(node: TreeNode, draft: Draft): UnitEdit | null {
  const before = draftOf(node);
  const aliases = draft.aliases.split("\n").map((line) => line.trim()).filter((line) => line !== "");
  const people = draft.people.filter(({ name }) => name.trim() !== "");
  const edit = {
    ...(draft.name.trim() === before.name ? {} : { name: draft.name.trim() }),
    ...(draft.kind.trim() === before.kind ? {} : { kind: draft.kind.trim() }),
    ...(draft.description.trim() === before.description ? {} : { description: draft.description.trim() }),
    ...(same(aliases, node.aliases) ? {} : { aliases }),
    ...(same(people, before.people) ? {} : { people }),
    ...(draft.parent === before.parent ? {} : { parent: draft.parent }),
    ...(draft.newUnit.name.trim() === "" ? {} : { add_children: [draft.newUnit] }),
  };
  return Object.keys(edit).length === 0 ? null : { ...edit, replacing: node.version };
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** The organisation tree, as the server shows and changes it. */
import { readJson, sendJson } from "../api/http";

/** A unit of the outline; `parent` is empty for the root. */
export interface OutlineUnit {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly parent: string;
  readonly people: number;
}

export interface NodeEntity {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
}

export interface RoleHeld {
  readonly id: string;
  readonly name: string;
  readonly role: string;
}

export interface TreeNode extends NodeEntity {
  readonly version: number;
  readonly parents: readonly NodeEntity[];
  readonly children: readonly NodeEntity[];
  readonly below: number;
  readonly people: readonly RoleHeld[];
  readonly aliases: readonly string[];
  readonly description: string;
  readonly contact: Readonly<Record<string, string>>;
  readonly source: string;
  readonly valid_from: string;
  readonly valid_to: string;
  readonly facts: readonly { readonly text: string }[];
}

export interface TreeMatch extends NodeEntity {
  readonly path: readonly string[];
  readonly matched: string;
}

export interface TreeVersion {
  readonly name: string;
  readonly file: string;
  readonly version: number;
  readonly imported_at: string;
  readonly nodes: number;
  readonly people: number;
}

export interface NewUnit {
  readonly name: string;
  readonly kind: string;
}

/** What is to change about a unit; what is left out stays as it is. */
export interface UnitEdit {
  readonly name?: string;
  readonly kind?: string;
  readonly description?: string;
  readonly aliases?: readonly string[];
  readonly people?: readonly { readonly name: string; readonly role: string }[];
  readonly parent?: string;
  readonly add_children?: readonly NewUnit[];
  readonly remove_children?: readonly string[];
  readonly replacing: number;
}

export async function readOutline(): Promise<readonly OutlineUnit[]> {
  return (await readJson<{ units: OutlineUnit[] }>("v1/tree/outline")).units;
}

export async function readNode(id: string): Promise<TreeNode> {
  return (await readJson<{ node: TreeNode }>(nodePath(id))).node;
}

export async function searchTree(text: string): Promise<readonly TreeMatch[]> {
  return (await readJson<{ matches: TreeMatch[] }>(`v1/tree/search?limit=30&q=${encodeURIComponent(text)}`)).matches;
}

export async function editNode(id: string, edit: UnitEdit): Promise<TreeNode | null> {
  return (await sendJson<{ node: TreeNode | null }>("PATCH", nodePath(id), edit)).node;
}

/** What an import would change, a line each; raises ServerError with every problem of the file. */
export async function compareTree(file: string, text: string): Promise<readonly string[]> {
  return (await sendJson<{ lines: string[] }>("POST", "v1/tree/diff", { file, text })).lines;
}

/** Puts the tree in force if the present one is still `replacing` (0: none). */
export async function importTree(file: string, text: string, replacing: number): Promise<TreeVersion> {
  return (await sendJson<{ tree: TreeVersion }>("PUT", "v1/tree", { file, text, replacing })).tree;
}

export async function readVersions(): Promise<readonly TreeVersion[]> {
  return (await readJson<{ versions: TreeVersion[] }>("v1/tree/versions?limit=200")).versions;
}

export async function rollBack(version: number): Promise<TreeVersion> {
  return (await sendJson<{ tree: TreeVersion }>("POST", "v1/tree/rollback", { version })).tree;
}

/** The tree in force as its file. */
export async function exportTree(): Promise<{ readonly text: string; readonly file: string }> {
  return readJson("v1/tree/file");
}

function nodePath(id: string): string {
  return `v1/tree/nodes/${encodeURIComponent(id)}`;
}

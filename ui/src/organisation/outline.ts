/** The outline of the tree: which units stand where, and which of them are in sight. */
import type { OutlineUnit } from "./api";

export interface Outline {
  readonly root: string | null;
  readonly units: ReadonlyMap<string, OutlineUnit>;
  readonly children: ReadonlyMap<string, readonly string[]>;
}

/** A line of the explorer; `place` of `siblings` counts from 1. */
export interface Row {
  readonly unit: OutlineUnit;
  readonly level: number;
  readonly place: number;
  readonly siblings: number;
  readonly isOpen: boolean | null;
}

export function outlineOf(units: readonly OutlineUnit[]): Outline {
  const children = new Map<string, string[]>();
  for (const { id, parent } of units) {
    const below = children.get(parent);
    if (below === undefined) children.set(parent, [id]);
    else below.push(id);
  }
  const root = units.find(({ parent }) => parent === "");
  return { root: root?.id ?? null, units: new Map(units.map((unit) => [unit.id, unit])), children };
}

/** The ids from the root down to the unit itself. */
export function pathTo({ units }: Outline, id: string): readonly string[] {
  const path: string[] = [];
  for (let unit = units.get(id); unit !== undefined; unit = units.get(unit.parent)) path.unshift(unit.id);
  return path;
}

/** The lines in sight when the units in `open` show what stands in them. */
export function rowsOf(outline: Outline, open: ReadonlySet<string>): readonly Row[] {
  const rows: Row[] = [];
  const waiting: { id: string; level: number; place: number; siblings: number }[] = [];
  if (outline.root !== null) waiting.push({ id: outline.root, level: 1, place: 1, siblings: 1 });
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { id, level } = next;
    const unit = outline.units.get(id);
    if (unit === undefined) continue;
    const below = outline.children.get(id) ?? [];
    rows.push({ unit, level, place: next.place, siblings: next.siblings, isOpen: below.length === 0 ? null : open.has(id) });
    if (!open.has(id)) continue;
    for (let place = below.length; place > 0; place--) {
      waiting.push({ id: below[place - 1] ?? "", level: level + 1, place, siblings: below.length });
    }
  }
  return rows;
}

/** What a key does in the explorer: another line, a line opened or closed, or nothing (null). */
export type Step = { readonly go: string } | { readonly open: string } | { readonly close: string } | null;

export function stepOf(key: string, rows: readonly Row[], current: string): Step {
  const at = rows.findIndex(({ unit }) => unit.id === current);
  const row = rows[at];
  if (row === undefined) return goTo(rows[0]);
  switch (key) {
    case "ArrowDown":
      return goTo(rows[at + 1]);
    case "ArrowUp":
      return goTo(rows[at - 1]);
    case "Home":
      return goTo(rows[0]);
    case "End":
      return goTo(rows.at(-1));
    case "ArrowRight":
      if (row.isOpen === false) return { open: current };
      return row.isOpen === true ? goTo(rows[at + 1]) : null;
    case "ArrowLeft":
      if (row.isOpen === true) return { close: current };
      return row.unit.parent === "" ? null : { go: row.unit.parent };
    default:
      return null;
  }
}

function goTo(row: Row | undefined): Step {
  return row === undefined ? null : { go: row.unit.id };
}

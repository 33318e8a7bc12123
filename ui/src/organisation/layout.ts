/** Where the boxes of the picture stand. */
import type { NodeEntity, TreeNode } from "./api";

export const BOX = { width: 164, height: 52, gap: 14, rise: 40, columns: 4 } as const;
const SHOWN = 24; // children; more are counted
const LETTERS = 21; // that fit a line of a box

export interface Placed {
  readonly unit: NodeEntity;
  readonly x: number;
  readonly y: number;
  /** The name, in at most two lines. */
  readonly lines: readonly string[];
}

export interface Layout {
  readonly boxes: readonly Placed[];
  /** Paths of an SVG, from box to box. */
  readonly lines: readonly string[];
  readonly width: number;
  readonly height: number;
  /** How many children have no box. */
  readonly left: number;
}

/** The unit above on top, the unit below it, and its children in rows under it. */
export function layOut({ id, name, kind, parents, children }: TreeNode): Layout {
  const shown = children.slice(0, SHOWN);
  const columns = Math.max(1, Math.min(BOX.columns, shown.length));
  const width = columns * (BOX.width + BOX.gap) - BOX.gap;
  const spine = [...parents.slice(-1), { id, name, kind }].map((unit, row) =>
    placed(unit, (width - BOX.width) / 2, row * (BOX.height + BOX.rise)),
  );
  const top = spine.length * (BOX.height + BOX.rise);
  const below = shown.map((unit, place) => {
    const inRow = Math.min(columns, shown.length - Math.floor(place / columns) * columns);
    const indent = (width - inRow * (BOX.width + BOX.gap) + BOX.gap) / 2;
    return placed(
      unit,
      indent + (place % columns) * (BOX.width + BOX.gap),
      top + Math.floor(place / columns) * (BOX.height + BOX.gap + 8),
    );
  });
  const boxes = [...spine, ...below];
  const height = Math.max(...boxes.map(({ y }) => y)) + BOX.height;
  return { boxes, lines: linesOf(spine, below), width, height, left: children.length - shown.length };
}

function linesOf(spine: readonly Placed[], below: readonly Placed[]): string[] {
  const [first, second] = spine;
  const up = first !== undefined && second !== undefined ? [line(first, second)] : [];
  const own = spine.at(-1);
  return own === undefined ? up : [...up, ...below.filter(({ y }) => y === below[0]?.y).map((child) => line(own, child))];
}

function line(from: Placed, to: Placed): string {
  const start = [from.x + BOX.width / 2, from.y + BOX.height] as const;
  const end = [to.x + BOX.width / 2, to.y] as const;
  const middle = (start[1] + end[1]) / 2;
  return `M${start.join(" ")}V${String(middle)}H${String(end[0])}V${String(end[1])}`;
}

function placed(unit: NodeEntity, x: number, y: number): Placed {
  return { unit, x, y, lines: inTwoLines(unit.name) };
}

/** A name in at most two lines of a box; what does not fit ends in an ellipsis. */
export function inTwoLines(name: string): readonly string[] {
  if (name.length <= LETTERS) return [name];
  const space = name.lastIndexOf(" ", LETTERS);
  const first = space > 0 ? name.slice(0, space) : name.slice(0, LETTERS);
  const rest = name.slice(first.length).trim();
  return [first, rest.length <= LETTERS ? rest : `${rest.slice(0, LETTERS - 1).trimEnd()}…`];
}

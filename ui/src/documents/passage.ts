/** A passage's text as the blocks it was written in: text, tables ("| a | b |") and lists ("- item"). */
import type { Span } from "./locate";

/** One item of a list; two spaces of indent put an item under the one before it. */
export interface Item {
  readonly text: Span;
  readonly items: readonly Item[];
}

/** Spans point into the passage's text, so that a quote found there can be marked in any block. */
export type Block =
  | { readonly kind: "text"; readonly text: Span }
  | { readonly kind: "table"; readonly head: readonly Span[]; readonly rows: readonly (readonly Span[])[] }
  | { readonly kind: "list"; readonly items: readonly Item[] };

interface Line extends Span {
  readonly kind: Block["kind"];
  readonly text: string;
}

const ROW = /^\s*\|.*\|\s*$/;
const PART_OF_ROW = /^\s*\||\|\s*$| \| /; // a quote may begin or end in the middle of a row
const ITEM = /^\s*- (?=\S)/;

/** The blocks of a passage, in order; blank lines between them belong to none. */
export function blocksOf(text: string): Block[] {
  const runs: Line[][] = [];
  for (const line of linesOf(text)) {
    const run = runs.at(-1);
    if (run?.at(-1)?.kind === line.kind) run.push(line);
    else runs.push([line]);
  }
  return runs.flatMap(blockOf);
}

/** A quote for a card: a line for each table row ("a · b") and list item, other lines run on. */
export function quoteInBrief(quote: string): string {
  let brief = "";
  let runsOn = false;
  for (const line of quote.split("\n").filter((each) => each.trim() !== "")) {
    const apart = PART_OF_ROW.test(line) || ITEM.test(line);
    if (brief !== "") brief += runsOn && !apart ? " " : "\n";
    brief += PART_OF_ROW.test(line) ? joined(line) : line.replace(ITEM, "").trim();
    runsOn = !apart;
  }
  return brief;
}

function joined(row: string): string {
  const cells = row.split("|").map((cell) => cell.trim());
  return cells.filter((cell) => cell !== "").join(" · ");
}

function linesOf(text: string): Line[] {
  let start = 0;
  return text.split("\n").map((line) => {
    const at = start;
    start += line.length + 1;
    return { kind: kindOf(line), text: line, start: at, end: at + line.length };
  });
}

function kindOf(line: string): Block["kind"] {
  if (ROW.test(line)) return "table";
  return ITEM.test(line) ? "list" : "text";
}

function blockOf(lines: readonly Line[]): Block[] {
  const kind = lines[0]?.kind ?? "text";
  if (kind === "list") return [{ kind, items: itemsOf(lines) }];
  if (kind === "table") {
    const [head = [], ...rows] = lines.map(cellsOf);
    return [{ kind, head, rows }];
  }
  const full = lines.filter((line) => line.text.trim() !== "");
  const [first, last] = [full[0], full.at(-1)];
  if (first === undefined || last === undefined) return [];
  return [{ kind, text: { start: first.start, end: last.end } }];
}

/** The cells between a row's bars, without the spaces around them. */
function cellsOf(row: Line): Span[] {
  const bars = [...row.text.matchAll(/\|/g)].map((bar) => bar.index);
  return bars.slice(1).map((bar, before) => {
    const from = (bars[before] ?? 0) + 1;
    const cell = row.text.slice(from, bar);
    const start = row.start + from + (cell.length - cell.trimStart().length);
    return { start, end: start + cell.trim().length };
  });
}

/** Items nested by their indent. A run that begins deep, cut off from its parent, begins at the top. */
function itemsOf(lines: readonly Line[]): Item[] {
  const groups: { head: Line; below: Line[] }[] = [];
  const top = indentOf(lines[0]);
  for (const line of lines) {
    const group = groups.at(-1);
    if (group === undefined || indentOf(line) < top + 2) groups.push({ head: line, below: [] });
    else group.below.push(line);
  }
  return groups.map(({ head, below }) => ({
    text: { start: head.start + indentOf(head) + 2, end: head.start + head.text.trimEnd().length },
    items: itemsOf(below),
  }));
}

function indentOf(line: Line | undefined): number {
  return line === undefined ? 0 : line.text.length - line.text.trimStart().length;
}

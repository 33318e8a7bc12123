/**
 * Marks the code finds in an answer before markdown is parsed: citations such as [2] and the ends of
 * contradicted sentences. They travel through the parser as private-use characters, so that neither
 * `[1](javascript:…)` nor a line `[1]: http://…` can turn a citation into a link.
 */
import type { ElementContent, Root } from "hast";
import { SKIP, visit } from "unist-util-visit";

import type { Citation, Verification } from "./events";
import type { Reply } from "./fold";

const OPEN = "\uE000";
const CLOSE = "\uE001";
const DOUBT = "\uE002";
const RESERVED = /[\uE000-\uE002]/g;
const WRITTEN = /\[(\d{1,3}(?:\s*,\s*\d{1,3})*)\]/g;
const MARK = /^\uE000\d+\uE001$/;
const NO_BREAK_SPACE = "\u00A0";
const WORD_JOINER = "\u2060";
const PLACED = /(\uE000\d+\uE001|\uE002)/;

/** The numbers an answer's text cites, in the order they first stand there. */
export function citedNumbers(text: string): number[] {
  const numbers = [...text.matchAll(WRITTEN)].flatMap((match) => split(match[1] ?? ""));
  return [...new Set(numbers)];
}

/** The sources whose numbers stand in the text: what a stopped or running answer cites so far. */
export function citedSources(text: string, sources: readonly Citation[]): Citation[] {
  const numbers = new Set(citedNumbers(text));
  return sources.filter((source) => numbers.has(source.number));
}

/** The sources to be shown with a reply; with a refusal none, whatever came with it. */
export function shownCitations(reply: Pick<Reply, "answer" | "text" | "sources">): readonly Citation[] {
  if (reply.answer !== null) return reply.answer.refused ? [] : reply.answer.citations;
  return citedSources(reply.text, reply.sources ?? []);
}

/** The contradicted sentences, and whether each one stands in the text as it was checked. */
export function contradictions(text: string, verdicts: readonly Verification[]) {
  return verdicts
    .filter((each) => each.verdict === "contradicted" && each.sentence.trim() !== "")
    .map((each) => ({ sentence: each.sentence.trim(), found: text.includes(each.sentence.trim()) }));
}

/** The text with a private character at every citation and after every contradicted sentence. */
export function placeMarks(text: string, known: ReadonlySet<number>, verdicts: readonly Verification[]): string {
  let marked = text.replace(RESERVED, "");
  for (const { sentence, found } of contradictions(marked, verdicts)) {
    // Before a table row's last bar: after it, the mark would be a cell too many and be dropped.
    if (found) marked = marked.replace(sentence, (whole) => whole.replace(/\|?$/, (bar) => DOUBT + bar));
  }
  return marked.replace(WRITTEN, (whole, list: string) => {
    const numbers = split(list);
    return numbers.every((number) => known.has(number)) ? numbers.map(placed).join("") : whole;
  });
}

/** A rehype plugin: placed marks become <sup data-citation> and <sup data-doubt>; in code they are text again. */
export function rehypeMarks() {
  return (tree: Root): void => {
    visit(tree, "text", (node, index, parent) => {
      if (parent === undefined || index === undefined || !PLACED.test(node.value)) return undefined;
      const inCode = parent.type === "element" && parent.tagName === "code";
      const parts = node.value.split(PLACED).filter((part) => part !== "");
      const children = inCode ? parts.map(asText) : parts.map(asNode);
      parent.children.splice(index, 1, ...children);
      return [SKIP, index + children.length];
    });
  };
}

function placed(number: number): string {
  return `${OPEN}${String(number)}${CLOSE}`;
}

function split(list: string): number[] {
  return list.split(",").map((part) => Number(part.trim()));
}

function asText(part: string): ElementContent {
  const value = part.replace(DOUBT, "").replace(OPEN, "[").replace(CLOSE, "]");
  return { type: "text", value };
}

/** A citation takes the space before it along, as one no line can break at: it never stands alone on a line. */
function asNode(part: string, index: number, parts: readonly string[]): ElementContent {
  if (part === DOUBT) return { type: "element", tagName: "sup", properties: { dataDoubt: "" }, children: [] };
  if (!MARK.test(part)) {
    return { type: "text", value: MARK.test(parts[index + 1] ?? "") ? part.trimEnd() : part };
  }
  const hold = /\s$/.test(parts[index - 1] ?? "") ? NO_BREAK_SPACE : WORD_JOINER;
  const properties = { dataCitation: part.slice(1, -1) };
  return { type: "element", tagName: "sup", properties, children: [{ type: "text", value: hold }] };
}

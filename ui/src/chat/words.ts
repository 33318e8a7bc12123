/** Short texts that several parts of the page say the same way. */
import type { TreeInfo } from "../api/http";
import { texts } from "../texts";
import type { Citation, Entity } from "./events";
import type { Reply } from "./fold";

export type Origin = "tree" | "model" | "refused" | "ambiguous" | "stopped";

/** Where an answer came from; null while that is not known. */
export function originOf(reply: Reply): Origin | null {
  if (reply.state === "stopped") return "stopped";
  if (reply.answer === null) return null;
  if (reply.answer.candidates.length > 0 && reply.answer.answered_by === "none") return "ambiguous";
  if (reply.answer.refused || reply.answer.answered_by === "none") return "refused";
  return reply.answer.answered_by;
}

/** What an answer is, or how far it is. */
export function labelOf(reply: Reply): string {
  const origin = originOf(reply);
  if (origin !== null) return texts.chat.origins[origin];
  if (reply.state === "failed") return texts.chat.working.failed;
  if (reply.state === "writing") return texts.chat.working.writing;
  return reply.sources === null ? texts.chat.working.searching : texts.chat.working.reading;
}

/** How many items a list that the answer rests on had to leave out; null when it is whole. */
export function leftOut({ text, answer }: Reply): { readonly left: string; readonly all: string } | null {
  for (const part of [text, ...(answer?.citations ?? []).filter(isFact).map((each) => each.quote)]) {
    const found = LEFT_OUT.exec(part);
    if (found !== null) return { left: found[1] ?? "", all: found[2] ?? "" };
  }
  return null;
}

/** How the server ends a list that did not fit. */
const LEFT_OUT = /\.\.\. and (\d+) more of (\d+), not shown here/;

/** A number with its noun: "1 document", "1,204 documents". */
export function counted(number: number, noun: string): string {
  return `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
}

/** Where in its file a citation stands: "page 3 · Travel › Booking". */
export function placeOf(citation: Pick<Citation, "page" | "heading">): string {
  const page = citation.page === null ? [] : [`page ${String(citation.page)}`];
  const heading = citation.heading.length === 0 ? [] : [citation.heading.join(" › ")];
  return [...page, ...heading].join(" · ");
}

/** True for a fact of the organisation tree. */
export function isFact(citation: Citation): boolean {
  return citation.document_id === "";
}

/**
 * The question again, saying which of several entities of one name is meant: "the Audit Section of Board".
 * Only the unit above that sets it apart is named; one that stands above all of them would narrow nothing.
 */
export function narrowed(question: string, entity: Entity, candidates: readonly Entity[]): string {
  const others = candidates.filter((each) => each.id !== entity.id).flatMap((each) => each.path);
  const place = entity.path.findLast((name) => !others.includes(name)) ?? entity.path.at(-1);
  if (place === undefined) return question;
  const full = `${entity.name} of ${place}`;
  const at = question.toLowerCase().indexOf(entity.name.toLowerCase());
  if (at < 0) return `${question} (${full})`;
  return question.slice(0, at) + full + question.slice(at + entity.name.length);
}

/** Questions to begin with, made only from what is loaded. */
export function exampleQuestions(titles: readonly string[], tree: TreeInfo | null): string[] {
  const about = titles.map(texts.chat.welcome.about);
  if (tree === null) return about.slice(0, 4);
  return [texts.chat.welcome.units(tree.name), ...about.slice(0, 3)];
}

/** What the server says while it answers, as one union: every consumer switches on `name`. */
import { type Problem, toProblem } from "../api/problems";

export interface Entity {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  /** Names from the root to the parent. */
  readonly path: readonly string[];
}

export interface Citation {
  readonly number: number;
  readonly file: string;
  readonly page: number | null;
  readonly quote: string;
  readonly heading: readonly string[];
  /** Empty for a fact of the organisation tree. */
  readonly document_id: string;
  readonly chunk_id: string;
}

export type Verdict = "supported" | "unchecked" | "contradicted";

export interface Verification {
  readonly sentence: string;
  readonly verdict: Verdict;
  readonly sources: readonly number[];
}

export interface Answer {
  readonly id: string;
  readonly question: string;
  readonly answer: string;
  readonly refused: boolean;
  readonly answered_by: "tree" | "model" | "none";
  readonly entities: readonly string[];
  readonly citations: readonly Citation[];
  readonly candidates: readonly Entity[];
  readonly tokens: number;
  readonly timings: Readonly<Record<string, number>>;
  /** Which documents were not yet taken in; left out when all were. */
  readonly indexing?: string;
}

export type AnswerEvent =
  /** The question has its place in a conversation. */
  | { readonly name: "message"; readonly id: string }
  | { readonly name: "entities"; readonly entities: readonly Entity[] }
  | { readonly name: "sources"; readonly sources: readonly Citation[] }
  | { readonly name: "queued"; readonly position: number }
  | { readonly name: "token"; readonly text: string }
  | ({ readonly name: "verification" } & Verification)
  | { readonly name: "done"; readonly answer: Answer }
  | { readonly name: "error"; readonly problem: Problem };

/** The event a server-sent message holds; null for a name this page does not know (yet). */
export function toEvent(name: string, data: string): AnswerEvent | null {
  switch (name) {
    case "message":
      return { name, id: (JSON.parse(data) as { id: string }).id };
    case "entities":
      return { name, entities: (JSON.parse(data) as { entities: Entity[] }).entities };
    case "sources":
      return { name, sources: (JSON.parse(data) as { sources: Citation[] }).sources };
    case "queued":
      return { name, position: (JSON.parse(data) as { position: number }).position };
    case "token":
      return { name, text: (JSON.parse(data) as { text: string }).text };
    case "verification":
      return { name, ...(JSON.parse(data) as Verification) };
    case "done":
      return { name, answer: JSON.parse(data) as Answer };
    case "error":
      return { name, problem: toProblem(JSON.parse(data)) };
    default:
      return null;
  }
}

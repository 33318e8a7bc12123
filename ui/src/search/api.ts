/** The retrieval test, as the server runs it. */
import { sendJson } from "../api/http";

export interface FoundPassage {
  readonly rank: number;
  readonly chunk_id: string;
  readonly document_id: string;
  readonly file: string;
  readonly text: string;
  readonly heading: readonly string[];
  readonly page: number | null;
  readonly score: number | null;
  readonly similarity: number | null;
}

export interface SearchWays {
  readonly question: string;
  readonly dense: readonly FoundPassage[];
  readonly keyword: readonly FoundPassage[];
  readonly fused: readonly FoundPassage[];
  readonly chosen: readonly FoundPassage[];
  readonly context: string;
  readonly tokens: number;
}

export interface SearchResult {
  readonly question: string;
  readonly passages: readonly FoundPassage[];
}

/** How the passages come to be found, with scores; for editors. */
export async function findWays(question: string): Promise<SearchWays> {
  return sendJson("POST", "v1/search/ways", { question, limit: 20 });
}

/** The passages alone; for everybody. */
export async function findPassages(question: string): Promise<SearchResult> {
  return sendJson("POST", "v1/search", { question, limit: 20 });
}

/** Where a passage stands in each list. */
import type { FoundPassage, SearchWays } from "./api";

export type Way = "dense" | "keyword" | "fused" | "chosen";
export const WAYS: readonly Way[] = ["dense", "keyword", "fused", "chosen"];

/** The rank of a passage in every list that holds it, by passage. */
export function ranksOf(found: SearchWays): ReadonlyMap<string, Readonly<Partial<Record<Way, number>>>> {
  const ranks = new Map<string, Partial<Record<Way, number>>>();
  for (const way of WAYS) {
    for (const { chunk_id, rank } of found[way]) ranks.set(chunk_id, { ...ranks.get(chunk_id), [way]: rank });
  }
  return ranks;
}

/** A score in as many digits as tell passages apart. */
export function scoreOf({ score }: FoundPassage): string {
  if (score === null) return "";
  return score >= 10 ? score.toFixed(1) : score.toFixed(3);
}

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";

import { asProblem, readDocuments, readTree, type DocumentInfo, type TreeInfo } from "../api/http";
import type { Problem } from "../api/problems";
import type { Citation } from "../chat/events";
import { isFact } from "../chat/words";

/** What the server has to answer from; `documents` is null until it is known. */
export interface Library {
  readonly documents: readonly DocumentInfo[] | null;
  readonly tree: TreeInfo | null;
  readonly problem: Problem | null;
}

/** True when a document is cited that is not in the library as it was last read. */
export function lacks({ documents }: Library, citations: readonly Citation[]): boolean {
  const known = new Set(documents?.map((document) => document.id));
  return citations.some((citation) => !isFact(citation) && !known.has(citation.document_id));
}

/** The library, and how to have it read again. */
export function useLibrary(): readonly [Library, () => void] {
  const client = useQueryClient();
  const { data, error } = useQuery({
    queryKey: ["library"],
    queryFn: async () => {
      const [documents, tree] = await Promise.all([readDocuments(), readTree()]);
      return { documents, tree };
    },
  });
  // The same objects as long as nothing changed: whatever is drawn from them need not be drawn again.
  const library = useMemo<Library>(
    () => ({
      documents: data?.documents ?? null,
      tree: data?.tree ?? null,
      problem: error === null ? null : asProblem(error),
    }),
    [data, error],
  );
  const refresh = useCallback(() => void client.invalidateQueries({ queryKey: ["library"] }), [client]);
  return [library, refresh];
}

import { useEffect, useState } from "react";

import {
  asProblem,
  readDocuments,
  readTree,
  ServerError,
  type DocumentInfo,
  type TreeInfo,
} from "./api";
import type { Citation, Problem } from "./events";
import { isFact } from "./words";

/** What the server has to answer from; `documents` is null until it is known. */
export interface Library {
  readonly documents: readonly DocumentInfo[] | null;
  readonly tree: TreeInfo | null;
  readonly problem: Problem | null;
}

const nothing: Library = { documents: null, tree: null, problem: null };

/** True when a document is cited that is not in the library as it was last read. */
export function lacks({ documents }: Library, citations: readonly Citation[]): boolean {
  const known = new Set(documents?.map((document) => document.id));
  return citations.some((citation) => !isFact(citation) && !known.has(citation.document_id));
}

/** The library, read again whenever `version` changes (a key was given, a look at it was asked for). */
export function useLibrary(version: number, onKeyNeeded: () => void): Library {
  const [library, setLibrary] = useState(nothing);
  useEffect(() => {
    let current = true;
    const show = (part: Partial<Library>) => {
      if (current) setLibrary((before) => ({ ...before, ...part }));
    };
    Promise.all([readDocuments(), readTree()]).then(
      ([documents, tree]) => {
        show({ documents, tree, problem: null });
      },
      (error: unknown) => {
        if (error instanceof ServerError && error.status === 401) onKeyNeeded();
        else show({ problem: asProblem(error) });
      },
    );
    return () => {
      current = false;
    };
  }, [version, onKeyNeeded]);
  return library;
}

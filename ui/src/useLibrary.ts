import { useEffect, useState } from "react";

import {
  asProblem,
  readChecks,
  readDocuments,
  readTree,
  ServerError,
  type Check,
  type DocumentInfo,
  type TreeInfo,
} from "./api";
import type { Problem } from "./events";

/** What the server has to answer from; `documents` is null until it is known. */
export interface Library {
  readonly documents: readonly DocumentInfo[] | null;
  readonly tree: TreeInfo | null;
  readonly troubles: readonly Check[];
  readonly problem: Problem | null;
}

const nothing: Library = { documents: null, tree: null, troubles: [], problem: null };

/** The library, read again whenever `version` changes (a key was given, a retry was asked for). */
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
    // The checks may take a moment and are no condition for asking: a failure here stays silent.
    readChecks().then(
      (checks) => {
        show({ troubles: checks.filter((check) => check.state === "problem") });
      },
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [version, onKeyNeeded]);
  return library;
}

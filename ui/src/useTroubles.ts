import { useEffect, useState } from "react";

import { readChecks, type Check } from "./api";

const AGAIN = 4000; // milliseconds; a model that is being loaded is a matter of seconds

/** What keeps the server from answering; asked again until nothing does. */
export function useTroubles(version: number): readonly Check[] {
  const [troubles, setTroubles] = useState<readonly Check[]>([]);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let current = true;
    const look = async () => {
      // A failure stays silent here: the checks are no condition for asking.
      const checks = await readChecks().catch(() => []);
      if (!current) return;
      const found = checks.filter((check) => check.state === "problem");
      setTroubles(found);
      if (found.length > 0) timer = setTimeout(() => void look(), AGAIN);
    };
    void look();
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [version]);
  return troubles;
}

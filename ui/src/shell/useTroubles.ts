import { useQuery } from "@tanstack/react-query";

import { readChecks, type Check } from "../api/http";

const AGAIN = 4000; // milliseconds; a model that is being loaded is a matter of seconds

/** What keeps the server from answering; asked again until nothing does. */
export function useTroubles(): readonly Check[] {
  const { data = [] } = useQuery({
    queryKey: ["checks"],
    // A failure stays silent here: the checks are no condition for asking.
    queryFn: async () => (await readChecks().catch(() => [])).filter((check) => check.state === "problem"),
    refetchInterval: ({ state }) => (state.data === undefined || state.data.length === 0 ? false : AGAIN),
  });
  return data;
}

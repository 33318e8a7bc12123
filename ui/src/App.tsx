import { QueryClient, QueryClientProvider, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Router } from "wouter";
import { useHashLocation } from "wouter/use-hash-location";

import { setShutOut, useShutOut } from "./api/access";
import { hasKey, keepKey } from "./api/http";
import { KeyForm } from "./shell/KeyForm";
import { Shell } from "./shell/Shell";

/** The whole page: whoever the server lets in sees its screens. */
export function App() {
  const [client] = useState(makeClient);
  return (
    <QueryClientProvider client={client}>
      {/* Addresses behind a # work under every path of a proxy. */}
      <Router hook={useHashLocation}>
        <Door />
      </Router>
    </QueryClientProvider>
  );
}

function Door() {
  const client = useQueryClient();
  if (!useShutOut()) return <Shell />;
  const give = (key: string) => {
    keepKey(key);
    setShutOut(false);
    void client.resetQueries();
  };
  // The key that is kept already is the one the server did not take.
  return <KeyForm refused={hasKey()} onKey={give} />;
}

function makeClient(): QueryClient {
  // A refusal is told at once; trying again is the reader's choice.
  return new QueryClient({ defaultOptions: { queries: { retry: false, refetchOnWindowFocus: false, staleTime: 30_000 } } });
}

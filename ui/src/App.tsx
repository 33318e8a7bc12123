import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useState } from "react";
import { Router } from "wouter";
import { useHashLocation } from "wouter/use-hash-location";

import { useShutOut } from "./api/access";
import { Shell } from "./shell/Shell";
import { SignIn } from "./shell/SignIn";

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
  return useShutOut() ? <SignIn /> : <Shell />;
}

function makeClient(): QueryClient {
  // A refusal is told at once; trying again is the reader's choice.
  return new QueryClient({ defaultOptions: { queries: { retry: false, refetchOnWindowFocus: false, staleTime: 30_000 } } });
}

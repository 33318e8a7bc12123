import type { Library } from "../useLibrary";
import { ProblemNote } from "./ProblemNote";

/** What is wrong with the server, if anything, before a question runs into it. */
export function Troubles({ library, onRetry }: { readonly library: Library; readonly onRetry: () => void }) {
  if (library.problem !== null) return <ProblemNote problem={library.problem} onRetry={onRetry} />;
  return library.troubles.map((check) => (
    <ProblemNote
      key={check.name}
      problem={{ code: "check", message: `${check.name}: ${check.detail}`, hint: check.hint }}
    />
  ));
}

import type { Check } from "../api/http";
import type { Problem } from "../api/problems";
import { ProblemNote } from "../parts/ProblemNote";

interface TroublesProps {
  readonly problem: Problem | null;
  readonly checks: readonly Check[];
  readonly onRetry: () => void;
}

/** What is wrong with the server, if anything, before a question runs into it. */
export function Troubles({ problem, checks, onRetry }: TroublesProps) {
  if (problem !== null) return <ProblemNote problem={problem} onRetry={onRetry} />;
  return checks.map((check) => (
    <ProblemNote
      key={check.name}
      problem={{ code: "check", message: `${check.name}: ${check.detail}`, hint: check.hint }}
    />
  ));
}

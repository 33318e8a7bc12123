import type { Problem } from "../api/problems";
import { Icon } from "./Icon";

interface ProblemNoteProps {
  readonly problem: Problem;
  readonly onRetry?: () => void;
}

/** What happened and what to do about it, with a way to try again where that makes sense. */
export function ProblemNote({ problem, onRetry }: ProblemNoteProps) {
  return (
    <div className="problem" role="alert">
      <Icon name="warning" />
      <div>
        <p className="problem-message">{problem.message}</p>
        {problem.hint !== "" && <p>{problem.hint}</p>}
      </div>
      {onRetry !== undefined && (
        <button type="button" className="quiet-button" onClick={onRetry}>
          <Icon name="retry" /> Retry
        </button>
      )}
    </div>
  );
}

import type { Exchange } from "./conversation";
import type { Citation, Entity } from "./events";
import { isOver, type Reply } from "./fold";
import { citedSources, contradictions } from "./marks";
import { originOf } from "./words";
import { AnswerText } from "./AnswerText";
import { Candidates } from "./Candidates";
import { Citations } from "./Citations";
import { Icon } from "../parts/Icon";
import { OriginLabel } from "./OriginLabel";
import { ProblemNote } from "../parts/ProblemNote";
import { Waiting } from "./Waiting";

interface AnswerViewProps {
  readonly exchange: Exchange;
  readonly hasTree: boolean;
  readonly onOpen: (citation: Citation) => void;
  readonly onRetry: () => void;
  readonly onChoose: (entity: Entity) => void;
}

/** An answer in any state: awaited, being written, complete, stopped or failed. */
export function AnswerView({ exchange, hasTree, onOpen, onRetry, onChoose }: AnswerViewProps) {
  const { reply } = exchange;
  const origin = originOf(reply);
  const citations = shownCitations(reply);
  return (
    <article className="answer" data-origin={origin} data-state={reply.state} aria-label="Answer">
      {origin !== null && <OriginLabel origin={origin} />}
      {reply.state === "waiting" && (
        <Waiting reply={reply} askedAt={exchange.askedAt} hasTree={hasTree} />
      )}
      <div aria-live="polite" aria-busy={!isOver(reply)}>
        {reply.text !== "" && (
          <AnswerText
            text={reply.text}
            citations={reply.answer === null ? (reply.sources ?? []) : citations}
            verdicts={reply.verdicts}
            onOpen={onOpen}
          />
        )}
        {reply.state === "stopped" && reply.text === "" && <p className="note">Nothing was written yet.</p>}
      </div>
      <LooseContradictions reply={reply} />
      {reply.answer !== null && reply.answer.candidates.length > 0 && (
        <Candidates candidates={reply.answer.candidates} onChoose={onChoose} />
      )}
      {isOver(reply) && citations.length > 0 && <Citations citations={citations} onOpen={onOpen} />}
      {/* A refusal says it in its own text. */}
      {reply.answer?.indexing !== undefined && !reply.answer.refused && (
        <p className="note">{reply.answer.indexing}</p>
      )}
      {reply.state === "stopped" && (
        <button type="button" className="quiet-button" onClick={onRetry}>
          <Icon name="retry" /> Ask again
        </button>
      )}
      {reply.problem !== null && <ProblemNote problem={reply.problem} onRetry={onRetry} />}
    </article>
  );
}

/** A refusal shows no citation, whatever came with it. */
function shownCitations(reply: Reply): readonly Citation[] {
  if (reply.answer !== null) return reply.answer.refused ? [] : reply.answer.citations;
  return citedSources(reply.text, reply.sources ?? []);
}

/** Warnings on sentences that could not be found in the text: none is dropped in silence. */
function LooseContradictions({ reply }: { readonly reply: Reply }) {
  return contradictions(reply.text, reply.verdicts)
    .filter((each) => !each.found)
    .map((each) => (
      <p className="doubt-note" key={each.sentence}>
        <Icon name="warning" /> The organisation tree says otherwise: “{each.sentence}”
      </p>
    ));
}

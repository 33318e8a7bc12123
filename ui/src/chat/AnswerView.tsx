import type { Exchange } from "./conversation";
import type { Entity } from "./events";
import { isOver, type Reply } from "./fold";
import { contradictions, shownCitations } from "./marks";
import { leftOut, originOf } from "./words";
import { AnswerActions } from "./AnswerActions";
import type { AnswerActs } from "./AnswerList";
import { AnswerText } from "./AnswerText";
import { Candidates } from "./Candidates";
import { Citations } from "./Citations";
import { EntityChips } from "./EntityChips";
import { Icon } from "../parts/Icon";
import { OriginLabel } from "./OriginLabel";
import { ProblemNote } from "../parts/ProblemNote";
import { texts } from "../texts";
import { Waiting } from "./Waiting";

interface AnswerViewProps {
  readonly exchange: Exchange;
  readonly hasTree: boolean;
  /** It is the last one, and nothing is being answered. */
  readonly canAskAgain: boolean;
  readonly acts: AnswerActs;
  readonly onChoose: (entity: Entity) => void;
}

/** An answer in any state: awaited, being written, complete, stopped or failed. */
export function AnswerView({ exchange, hasTree, canAskAgain, acts, onChoose }: AnswerViewProps) {
  const { reply } = exchange;
  const citations = shownCitations(reply);
  const retry = () => {
    acts.retry(exchange);
  };
  return (
    <article className="answer" data-origin={originOf(reply)} data-state={reply.state} aria-label={texts.chat.answer}>
      <OriginLabel reply={reply} />
      <EntityChips reply={reply} />
      {reply.state === "waiting" && !exchange.isKept && (
        <Waiting reply={reply} askedAt={exchange.askedAt} hasTree={hasTree} onOpen={acts.open} />
      )}
      {reply.state === "waiting" && exchange.isKept && <p className="note">{texts.chat.waiting.elsewhere}</p>}
      <div aria-live={exchange.isKept ? "off" : "polite"} aria-busy={!isOver(reply)}>
        {reply.text !== "" && (
          <AnswerText
            text={reply.text}
            citations={reply.answer === null ? (reply.sources ?? []) : citations}
            verdicts={reply.verdicts}
            onOpen={acts.open}
          />
        )}
        {reply.state === "stopped" && reply.text === "" && <p className="note">{texts.chat.nothingWritten}</p>}
      </div>
      <Marks reply={reply} />
      {reply.answer !== null && reply.answer.candidates.length > 0 && (
        <Candidates candidates={reply.answer.candidates} onChoose={onChoose} />
      )}
      {isOver(reply) && citations.length > 0 && <Citations citations={citations} onOpen={acts.open} />}
      {reply.problem !== null && <ProblemNote problem={reply.problem} {...(canAskAgain ? { onRetry: retry } : {})} />}
      {isOver(reply) && reply.problem === null && (
        <AnswerActions exchange={exchange} citations={citations} canAskAgain={canAskAgain} acts={acts} />
      )}
    </article>
  );
}

/** What has to be known about an answer beside its text. */
function Marks({ reply }: { readonly reply: Reply }) {
  const left = leftOut(reply);
  return (
    <>
      <LooseContradictions reply={reply} />
      {left !== null && (
        <p className="doubt-note">
          <Icon name="warning" /> {texts.chat.incomplete(left.left, left.all)}
        </p>
      )}
      {/* A refusal says it in its own text. */}
      {reply.answer?.indexing !== undefined && !reply.answer.refused && (
        <p className="doubt-note">
          <Icon name="warning" /> {reply.answer.indexing}
        </p>
      )}
    </>
  );
}

/** Warnings on sentences that could not be found in the text: none is dropped in silence. */
function LooseContradictions({ reply }: { readonly reply: Reply }) {
  return contradictions(reply.text, reply.verdicts)
    .filter((each) => !each.found)
    .map((each) => (
      <p className="doubt-note" key={each.sentence}>
        <Icon name="warning" /> {texts.chat.doubtOf(each.sentence)}
      </p>
    ));
}

import type { Exchange } from "./conversation";
import type { Citation } from "./events";
import { isOver } from "./fold";
import { counted, narrowed, originOf, ORIGIN_LABELS } from "./words";
import { AnswerView } from "./AnswerView";

interface AnswerListProps {
  readonly exchanges: readonly Exchange[];
  readonly hasTree: boolean;
  readonly onAsk: (question: string) => void;
  readonly onRetry: (exchange: Exchange) => void;
  readonly onOpen: (citation: Citation) => void;
}

/** The conversation so far: each question with its answer. */
export function AnswerList({ exchanges, hasTree, onAsk, onRetry, onOpen }: AnswerListProps) {
  return (
    <>
      <ol className="exchanges" aria-label="Conversation">
        {exchanges.map((exchange) => (
          <li key={exchange.id} className="exchange">
            <p className="question">
              <span className="hidden">You asked: </span>
              {exchange.question}
            </p>
            <AnswerView
              exchange={exchange}
              hasTree={hasTree}
              onOpen={onOpen}
              onRetry={() => {
                onRetry(exchange);
              }}
              onChoose={(entity) => {
                onAsk(narrowed(exchange.question, entity, exchange.reply.answer?.candidates ?? []));
              }}
            />
          </li>
        ))}
      </ol>
      <p className="hidden" role="status">
        {spoken(exchanges.at(-1))}
      </p>
    </>
  );
}

/** What a screen reader says about the last answer's progress; the answer itself is a live region. */
function spoken(exchange: Exchange | undefined): string {
  if (exchange === undefined) return "";
  const { reply } = exchange;
  const origin = originOf(reply);
  if (origin !== null) return `Answer complete. ${ORIGIN_LABELS[origin]}.`;
  if (isOver(reply)) return "";
  if (reply.text !== "") return "The answer is being written.";
  if (reply.before > 0) return `${counted(reply.before, "question")} before yours.`;
  if (reply.sources !== null) return `Reading ${counted(reply.sources.length, "source")}.`;
  return "Searching.";
}

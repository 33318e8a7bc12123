import { memo, useEffect, useRef } from "react";

import { texts } from "../texts";
import type { Exchange } from "./conversation";
import type { Citation } from "./events";
import { isOver } from "./fold";
import { counted, narrowed, originOf } from "./words";
import { AnswerView } from "./AnswerView";
import type { ChatActs } from "./useChat";

/** What a reader can do with what is in a conversation; the same object while it is drawn. */
export interface AnswerActs extends Pick<ChatActs, "ask" | "retry" | "judge"> {
  readonly open: (citation: Citation) => void;
  readonly why: (exchange: Exchange) => void;
  readonly edit: (question: string) => void;
}

interface AnswerListProps {
  readonly exchanges: readonly Exchange[];
  readonly hasTree: boolean;
  readonly isBusy: boolean;
  /** Brings what was asked before these; null when nothing was. */
  readonly onEarlier: (() => void) | null;
  readonly acts: AnswerActs;
}

/** The conversation so far: each question with its answer. */
export function AnswerList({ exchanges, hasTree, isBusy, onEarlier, acts }: AnswerListProps) {
  const last = exchanges.at(-1);
  return (
    <>
      {onEarlier !== null && <Earlier key={exchanges[0]?.id} onEarlier={onEarlier} />}
      <ol className="exchanges" aria-label={texts.chat.conversation}>
        {exchanges.map((exchange) => (
          <ExchangeView
            key={exchange.id}
            exchange={exchange}
            hasTree={hasTree}
            canAskAgain={exchange === last && !isBusy}
            acts={acts}
          />
        ))}
      </ol>
      <p className="hidden" role="status">
        {spoken(last)}
      </p>
    </>
  );
}

interface ExchangeViewProps extends Pick<AnswerListProps, "hasTree" | "acts"> {
  readonly exchange: Exchange;
  readonly canAskAgain: boolean;
}

/** Drawn again only when something about it changed: there may be thousands. */
const ExchangeView = memo(function ExchangeView({ exchange, ...view }: ExchangeViewProps) {
  return (
    <li id={lineId(exchange.id)} className="exchange">
      <p className="question">
        <span className="hidden">{texts.chat.you}</span>
        {exchange.question}
      </p>
      <AnswerView
        exchange={exchange}
        {...view}
        onChoose={(entity) => {
          view.acts.ask(narrowed(exchange.question, entity, exchange.reply.answer?.candidates ?? []));
        }}
      />
    </li>
  );
});

/** Reads on by itself when it comes into view; a button for whoever does not scroll. */
function Earlier({ onEarlier }: { readonly onEarlier: () => void }) {
  const button = useRef<HTMLButtonElement>(null);
  const latest = useRef(onEarlier);
  useEffect(() => {
    latest.current = onEarlier;
  }, [onEarlier]);
  useEffect(() => {
    const seen = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) latest.current();
    });
    if (button.current !== null) seen.observe(button.current);
    return () => {
      seen.disconnect();
    };
  }, []);
  return (
    <button ref={button} type="button" className="quiet-button earlier" onClick={onEarlier}>
      {texts.chat.talks.earlier}
    </button>
  );
}

/** The element of an exchange, if it is drawn. */
export function lineOf(id: string): Element | null {
  return document.getElementById(lineId(id));
}

function lineId(id: string): string {
  return `exchange-${id}`;
}

/** What a screen reader says about the last answer's progress; the answer itself is a live region. */
function spoken(exchange: Exchange | undefined): string {
  if (exchange === undefined || exchange.isKept) return "";
  const { reply } = exchange;
  const origin = originOf(reply);
  if (origin !== null) return texts.chat.spoken.complete(texts.chat.origins[origin]);
  if (isOver(reply)) return "";
  if (reply.text !== "") return texts.chat.spoken.writing;
  if (reply.before > 0) return texts.chat.spoken.before(counted(reply.before, "question"));
  if (reply.sources !== null) return texts.chat.spoken.reading(counted(reply.sources.length, "source"));
  return texts.chat.spoken.searching;
}

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { readChecks } from "../api/http";
import { quoteInBrief } from "../documents/passage";
import { texts } from "../texts";
import type { Exchange } from "./conversation";
import { EntityChips } from "./EntityChips";
import type { Citation } from "./events";
import type { Reply } from "./fold";
import { isFact, placeOf } from "./words";

interface WhyViewProps {
  readonly exchange: Exchange;
  readonly onOpen: (citation: Citation) => void;
}

/** What an answer rests on: names, facts, passages, the verdict on each sentence, the time, the model. */
export function WhyView({ exchange: { reply, isKept }, onOpen }: WhyViewProps) {
  const { answer } = reply;
  if (answer === null) return null;
  const sources = reply.sources ?? answer.citations;
  const cited = new Set(answer.refused ? [] : answer.citations.map(({ number }) => number));
  const facts = sources.filter(isFact);
  const passages = sources.filter((each) => !isFact(each));
  return (
    <div className="panel-body why" role="region" aria-label={texts.chat.why.title} tabIndex={0}>
      <Section title={texts.chat.why.names}>
        {answer.entities.length === 0 ? <p>{texts.chat.why.noNames}</p> : <EntityChips reply={reply} />}
      </Section>
      {facts.length > 0 && (
        <Section title={texts.chat.why.facts}>
          <Sources sources={facts} cited={cited} onOpen={onOpen} />
        </Section>
      )}
      <Section title={texts.chat.why.passages}>
        {passages.length === 0 && <p>{texts.chat.why.nothing}</p>}
        <Sources sources={passages} cited={cited} onOpen={onOpen} />
        {isKept && <p className="why-note">{texts.chat.why.notKept}</p>}
      </Section>
      <Section title={texts.chat.why.verified}>
        <Verdicts reply={reply} isKept={isKept} />
      </Section>
      {Object.keys(answer.timings).length > 0 && (
        <Section title={texts.chat.why.times}>
          <Times timings={answer.timings} />
        </Section>
      )}
      <Section title={texts.chat.why.model}>
        <Model isAsked={answer.answered_by === "model"} tokens={answer.tokens} />
      </Section>
    </div>
  );
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

interface SourcesProps extends Pick<WhyViewProps, "onOpen"> {
  readonly sources: readonly Citation[];
  readonly cited: ReadonlySet<number>;
}

function Sources({ sources, cited, onOpen }: SourcesProps) {
  return (
    <ol className="reading">
      {sources.map((source) => (
        <li key={source.number}>
          <button
            type="button"
            onClick={() => {
              onOpen(source);
            }}
          >
            <span className="citation-number">{source.number}</span>
            <span className="reading-text">
              {!isFact(source) && <span className="citation-file">{source.file} </span>}
              {!isFact(source) && placeOf(source) !== "" && <span className="citation-place">{placeOf(source)} </span>}
              <span className="why-quote">{quoteInBrief(source.quote)}</span>
            </span>
            {cited.has(source.number) && <span className="why-cited">{texts.chat.why.cited}</span>}
          </button>
        </li>
      ))}
    </ol>
  );
}

function Verdicts({ reply, isKept }: { readonly reply: Reply; readonly isKept: boolean }) {
  if (reply.verdicts.length === 0) return <p>{isKept ? texts.chat.why.verdictsNotKept : texts.chat.why.noVerdicts}</p>;
  return (
    <ol className="verdicts">
      {reply.verdicts.map(({ sentence, verdict, sources }, at) => (
        <li key={at} data-verdict={verdict}>
          <strong>
            {texts.chat.why.verdicts[verdict]}
            {sources.length > 0 && ` ${texts.chat.why.by(sources.map((number) => `[${String(number)}]`).join(" "))}`}
          </strong>
          <span>{sentence}</span>
        </li>
      ))}
    </ol>
  );
}

/** Milliseconds since the question, stage by stage. */
function Times({ timings }: { readonly timings: Readonly<Record<string, number>> }) {
  return (
    <dl className="times">
      {Object.entries(timings).map(([stage, time]) => (
        <div key={stage}>
          <dt>{texts.chat.why.stages[stage] ?? stage}</dt>
          <dd>{duration(time)}</dd>
        </div>
      ))}
    </dl>
  );
}

function duration(milliseconds: number): string {
  if (milliseconds < 1000) return texts.chat.why.milliseconds(milliseconds.toFixed(0));
  return texts.chat.why.seconds((milliseconds / 1000).toFixed(1));
}

function Model({ isAsked, tokens }: { readonly isAsked: boolean; readonly tokens: number }) {
  const { data = [] } = useQuery({ queryKey: ["checks", "all"], queryFn: readChecks, enabled: isAsked });
  if (!isAsked) return <p>{texts.chat.why.noModel}</p>;
  const model = data.find(({ name }) => name === "Model");
  return (
    <p>
      {model === undefined ? "" : `${model.detail}. `}
      {texts.chat.why.read(tokens.toLocaleString("en"))}
    </p>
  );
}

import type { ReactNode } from "react";
import { Focusable, Tooltip, TooltipTrigger } from "react-aria-components";

import { quoteInBrief } from "../documents/passage";
import { Icon } from "../parts/Icon";
import { texts } from "../texts";
import type { Citation } from "./events";
import { isFact, placeOf } from "./words";

const SOON = 200; // milliseconds
const LONGEST = 400; // characters of a quote on a card

interface CitationMarkProps {
  readonly citation: Citation;
  readonly onOpen: (citation: Citation) => void;
  /** The space before it, from which no line may part it. */
  readonly children: ReactNode;
}

/** The number of a source: a card shows its passage while it is pointed at or has the focus, a press opens it. */
export function CitationMark({ citation, onOpen, children }: CitationMarkProps) {
  return (
    <span className="held">
      {children}
      <TooltipTrigger delay={SOON} closeDelay={SOON}>
        <Focusable>
          <button
            type="button"
            className="citation-mark"
            aria-label={texts.chat.source(citation.number, citation.file)}
            onClick={() => {
              onOpen(citation);
            }}
          >
            {citation.number}
          </button>
        </Focusable>
        <Tooltip className="citation-card" placement="top" offset={6}>
          <Card citation={citation} />
        </Tooltip>
      </TooltipTrigger>
    </span>
  );
}

function Card({ citation }: { readonly citation: Citation }) {
  const brief = quoteInBrief(citation.quote);
  return (
    <>
      <span className="citation-file">
        <Icon name={isFact(citation) ? "tree" : "document"} /> {citation.file}
      </span>
      <span className="citation-place">{isFact(citation) ? texts.chat.tree : placeOf(citation)}</span>
      <span className="citation-card-quote">{brief.length > LONGEST ? `${brief.slice(0, LONGEST)} …` : brief}</span>
    </>
  );
}

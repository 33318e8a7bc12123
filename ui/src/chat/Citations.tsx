import type { Citation } from "./events";
import { quoteInBrief } from "../documents/passage";
import { counted, isFact, placeOf } from "./words";
import { Icon } from "../parts/Icon";
import { texts } from "../texts";

interface CitationsProps {
  readonly citations: readonly Citation[];
  readonly onOpen: (citation: Citation) => void;
}

/** The sources of an answer: file, place and quote; each one opens beside the conversation. */
export function Citations({ citations, onOpen }: CitationsProps) {
  return (
    <section className="citations" aria-label={counted(citations.length, "source")}>
      <ol>
        {citations.map((citation) => (
          <li key={citation.number}>
            <button
              type="button"
              onClick={() => {
                onOpen(citation);
              }}
            >
              <span className="citation-number">{citation.number}</span>
              <span className="citation-body">
                <span className="citation-file">
                  <Icon name={isFact(citation) ? "tree" : "document"} /> {citation.file}
                </span>
                <span className="citation-place">
                  {isFact(citation) ? texts.chat.tree : placeOf(citation)}
                </span>
                <span className="citation-quote">{quoteInBrief(citation.quote)}</span>
              </span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}

import type { Citation } from "./events";
import type { Reply } from "./fold";
import { quoteInBrief } from "../documents/passage";
import { useSeconds } from "../parts/useSeconds";
import { texts } from "../texts";
import { counted, isFact } from "./words";

interface WaitingProps {
  readonly reply: Reply;
  readonly askedAt: number;
  readonly hasTree: boolean;
  readonly onOpen: (citation: Citation) => void;
}

/** What happens before the first word: names found, sources chosen (each can be read), the model reading. */
export function Waiting({ reply, askedAt, hasTree, onOpen }: WaitingProps) {
  const seconds = useSeconds(askedAt);
  const { entities, sources, before } = reply;
  return (
    <>
      <ul className="waiting">
        {hasTree && (entities === null || entities.length === 0) && (
          <li data-done={entities !== null}>
            {entities === null ? texts.chat.waiting.names : texts.chat.waiting.noNames}
          </li>
        )}
        <li data-done={sources !== null}>{sources === null ? texts.chat.waiting.searching : chosen(sources)}</li>
        {before > 0 && <li data-done={false}>{texts.chat.waiting.queued(counted(before, "question"))}</li>}
        {before === 0 && sources !== null && <li data-done={false}>{texts.chat.waiting.reads}</li>}
        <li className="seconds">{seconds} s</li>
      </ul>
      {sources !== null && sources.length > 0 && <Reading sources={sources} onOpen={onOpen} />}
    </>
  );
}

/** What the model is reading, a line each. */
function Reading({ sources, onOpen }: { readonly sources: readonly Citation[] } & Pick<WaitingProps, "onOpen">) {
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
              <span className="citation-file">{isFact(source) ? texts.chat.tree : source.file}</span>{" "}
              {quoteInBrief(source.quote)}
            </span>
          </button>
        </li>
      ))}
    </ol>
  );
}

function chosen(sources: readonly Citation[]): string {
  const files = [...new Set(sources.filter((each) => !isFact(each)).map((each) => each.file))];
  const facts = sources.filter(isFact).length;
  const parts = [
    facts === 0 ? "" : texts.chat.waiting.facts(counted(facts, "fact")),
    files.length === 0 ? "" : texts.chat.waiting.passages(files.join(", ")),
  ].filter((part) => part !== "");
  return parts.length === 0 ? texts.chat.waiting.nothing : texts.chat.waiting.chose(parts.join(texts.chat.waiting.and));
}

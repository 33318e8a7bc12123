import type { Citation } from "./events";
import type { Reply } from "./fold";
import { useSeconds } from "../parts/useSeconds";
import { counted, isFact } from "./words";

interface WaitingProps {
  readonly reply: Reply;
  readonly askedAt: number;
  readonly hasTree: boolean;
}

/** What happens before the first word: names found, sources chosen, the model reading. */
export function Waiting({ reply, askedAt, hasTree }: WaitingProps) {
  const seconds = useSeconds(askedAt);
  const { entities, sources, before } = reply;
  return (
    <ul className="waiting">
      {hasTree && (
        <li data-done={entities !== null}>
          {entities === null && "Looking for units, posts and people in the question"}
          {entities?.length === 0 && "The question names no unit, post or person"}
          {entities !== null && entities.length > 0 && (
            <>
              Found{" "}
              {entities.map((entity) => (
                <span className="chip" key={entity.id} title={entity.path.join(" › ")}>
                  {entity.name} <small>{entity.kind}</small>
                </span>
              ))}
            </>
          )}
        </li>
      )}
      <li data-done={sources !== null}>
        {sources === null ? "Searching the documents" : chosen(sources)}
      </li>
      {before > 0 && <li data-done={false}>The model is at work: {counted(before, "question")} before yours</li>}
      {before === 0 && sources !== null && (
        <li data-done={false}>
          The model on this machine reads them; the first words can take half a minute or more
        </li>
      )}
      <li className="seconds">{seconds} s</li>
    </ul>
  );
}

function chosen(sources: readonly Citation[]): string {
  const files = [...new Set(sources.filter((each) => !isFact(each)).map((each) => each.file))];
  const facts = sources.filter(isFact).length;
  const parts = [
    facts === 0 ? "" : counted(facts, "fact") + " of the organisation tree",
    files.length === 0 ? "" : `passages of ${files.join(", ")}`,
  ].filter((part) => part !== "");
  return parts.length === 0 ? "Found no source" : `Chose ${parts.join(" and ")}`;
}

import { texts } from "../texts";
import type { Entity } from "./events";

interface CandidatesProps {
  readonly candidates: readonly Entity[];
  readonly onChoose: (entity: Entity) => void;
}

/** The entities a name may mean; choosing one asks again. */
export function Candidates({ candidates, onChoose }: CandidatesProps) {
  return (
    <div className="candidates" role="group" aria-label={texts.chat.whichOne}>
      {candidates.map((entity) => (
        <button
          type="button"
          key={entity.id}
          onClick={() => {
            onChoose(entity);
          }}
        >
          <strong>{entity.name}</strong>
          <span>{[entity.kind, entity.path.join(" › ")].filter((part) => part !== "").join(" · ")}</span>
        </button>
      ))}
    </div>
  );
}

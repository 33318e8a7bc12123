import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { asProblem } from "../api/http";
import { counted } from "../chat/words";
import { ProblemNote } from "../parts/ProblemNote";
import { Sheet } from "../parts/Sheet";
import { texts } from "../texts";
import { readVersions, rollBack } from "./api";

/** Every tree that was ever in force, and the way back to it. */
export function HistoryDialog({ onClose }: { readonly onClose: () => void }) {
  const client = useQueryClient();
  const { data = [], error } = useQuery({ queryKey: ["tree", "versions"], queryFn: readVersions });
  const back = useMutation({
    mutationFn: rollBack,
    onSuccess: () => client.invalidateQueries({ queryKey: ["tree"] }),
  });
  const problem = error ?? back.error;
  return (
    <Sheet title={texts.organisation.history} onClose={onClose}>
      <p className="sheet-note">{texts.organisation.historyHint}</p>
      {problem !== null && <ProblemNote problem={asProblem(problem)} />}
      <ol className="versions">
        {data.map(({ version, file, imported_at, nodes, people }, place) => (
          <li key={version}>
            <span className="version-number">{texts.organisation.version(version)}</span>
            <span className="version-text">
              {new Date(imported_at).toLocaleString("en", { dateStyle: "medium", timeStyle: "short" })} · {file} ·{" "}
              {counted(nodes, "unit")}, {people.toLocaleString("en")} {texts.organisation.peopleOf(people)}
            </span>
            {place === 0 ? (
              <span className="version-present">{texts.organisation.inForce}</span>
            ) : (
              <button type="button" className="text-button" disabled={back.isPending} onClick={() => { back.mutate(version); }}>
                {texts.organisation.rollBack}
              </button>
            )}
          </li>
        ))}
      </ol>
    </Sheet>
  );
}

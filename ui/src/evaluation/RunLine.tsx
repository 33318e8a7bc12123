import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "wouter";

import { counted } from "../chat/words";
import { durationOf } from "../documents/progress";
import { texts } from "../texts";
import { cancelRun, resumeRun, type Run } from "./api";
import { Interval } from "./Interval";

/** A run in the list: what it asks, how far it is, and how right each arm was so far. */
export function RunLine({ run }: { readonly run: Run }) {
  const client = useQueryClient();
  const changed = () => client.invalidateQueries({ queryKey: ["runs"] });
  const cancel = useMutation({ mutationFn: cancelRun, onSuccess: changed });
  const resume = useMutation({ mutationFn: resumeRun, onSuccess: changed });
  const goesOn = run.state === "running" || run.state === "waiting";
  const canGoOn = run.state === "interrupted" || run.state === "cancelled" || (run.state === "finished" && run.failed > 0);
  return (
    <li className="run" data-state={run.state}>
      <div className="run-words">
        <Link href={`/evaluation/run/${encodeURIComponent(run.id)}`}>{run.name}</Link>
        <span>{factsOf(run)}</span>
        {run.error !== "" && <span className="run-error">{run.error}</span>}
      </div>
      <div className="run-figures">
        {run.figures.filter(({ type }) => type === "all").map((figure) => (
          <Interval key={figure.arm} label={figure.arm} figure={figure} kind="share" />
        ))}
      </div>
      {goesOn && <button type="button" className="tool-button" onClick={() => { cancel.mutate(run.id); }}>{texts.evaluation.cancel}</button>}
      {canGoOn && <button type="button" className="tool-button" onClick={() => { resume.mutate(run.id); }}>{texts.evaluation.resume}</button>}
    </li>
  );
}

function factsOf(run: Run): string {
  const { state, done, total, cases, model, seconds_left, level } = run;
  const far = state === "running" ? ` ${String(done)} / ${String(total)}` : "";
  const left = state === "running" && seconds_left !== null ? [texts.documents.left(durationOf(seconds_left))] : [];
  return [
    `${texts.evaluation.states[state]}${far}`,
    ...left,
    counted(cases, "case"),
    level === "context" ? texts.evaluation.contextOnly : model,
    run.created_at.slice(0, 16).replace("T", " "),
  ].join(" · ");
}

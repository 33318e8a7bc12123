import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useLocation } from "wouter";

import { asProblem } from "../api/http";
import { Icon } from "../parts/Icon";
import { ProblemNote } from "../parts/ProblemNote";
import "../styles/evaluation.css";
import { texts } from "../texts";
import { readRuns } from "./api";
import { CompareView } from "./CompareView";
import { NewRunDialog } from "./NewRunDialog";
import { RunLine } from "./RunLine";
import { RunView } from "./RunView";

/** How well questions with known answers are answered: runs, their figures, and what went wrong. */
export default function EvaluationScreen() {
  const [address] = useLocation();
  const id = decodeURIComponent(/^\/evaluation\/run\/(.+)$/.exec(address)?.[1] ?? "");
  return (
    <div className="evaluation">
      {id !== "" ? <RunView key={id} id={id} /> : address === "/evaluation/compare" ? <CompareView /> : <Runs />}
    </div>
  );
}

const AGAIN = 3000; // milliseconds, while a run goes on

function Runs() {
  const [, go] = useLocation();
  const [beginning, setBeginning] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: ["runs"],
    queryFn: readRuns,
    refetchInterval: ({ state }) => (state.data?.some((run) => run.state === "running" || run.state === "waiting") ? AGAIN : false),
  });
  return (
    <>
      <header className="screen-head">
        <h1>{texts.evaluation.title}</h1>
        <div className="screen-tools">
          {data !== undefined && data.length > 1 && (
            <button type="button" className="tool-button" onClick={() => { go("/evaluation/compare"); }}>
              {texts.evaluation.compare}
            </button>
          )}
          <button type="button" className="tool-button" onClick={() => { setBeginning(true); }}>
            <Icon name="new" /> {texts.evaluation.begin}
          </button>
        </div>
      </header>
      <main className="evaluation-main">
        {error !== null && <ProblemNote problem={asProblem(error)} onRetry={() => void refetch()} />}
        {data?.length === 0 && (
          <div className="screen-empty">
            <h2>{texts.evaluation.empty}</h2>
            <p>{texts.evaluation.emptyHint}</p>
          </div>
        )}
        <ul className="runs" aria-label={texts.evaluation.title}>
          {data?.map((run) => <RunLine key={run.id} run={run} />)}
        </ul>
      </main>
      {beginning && <NewRunDialog onClose={() => { setBeginning(false); }} />}
    </>
  );
}

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useLocation } from "wouter";

import { asProblem, request } from "../api/http";
import { Icon } from "../parts/Icon";
import { ProblemNote } from "../parts/ProblemNote";
import { saveBlob } from "../parts/saving";
import { texts } from "../texts";
import { deleteRun, readReport, type Report } from "./api";
import { CaseList } from "./CaseList";
import { ContrastTable } from "./ContrastTable";
import { rowsOf } from "./figures";
import { Interval } from "./Interval";

/** A run in figures: arms with intervals, arms against each other, and the cases by what went wrong. */
export function RunView({ id }: { readonly id: string }) {
  const client = useQueryClient();
  const [, go] = useLocation();
  const { data, error, refetch } = useQuery({ queryKey: ["runs", id, "report"], queryFn: () => readReport(id) });
  const remove = useMutation({
    mutationFn: () => deleteRun(id),
    onSuccess: async () => {
      go("/evaluation");
      await client.invalidateQueries({ queryKey: ["runs"] });
    },
  });
  const save = async () => {
    const page = await request(`v1/evaluation/runs/${encodeURIComponent(id)}/report.html`);
    saveBlob(await page.blob(), `${id}.html`);
  };
  const problem = error ?? remove.error;
  return (
    <>
      <header className="screen-head">
        <h1>{data?.run.name ?? texts.evaluation.title}</h1>
        <div className="screen-tools">
          <Link href="/evaluation" className="tool-button"><Icon name="left" /> {texts.evaluation.all}</Link>
          <button type="button" className="tool-button" onClick={() => void save()}><Icon name="save" /> {texts.evaluation.report}</button>
          <button type="button" className="tool-button danger" onClick={() => { remove.mutate(); }}>{texts.evaluation.delete}</button>
        </div>
      </header>
      <main className="evaluation-main">
        {problem !== null && <ProblemNote problem={asProblem(problem)} onRetry={() => void refetch()} />}
        {data !== undefined && (
          <>
            <Figures report={data} />
            {data.comparisons.map((comparison) => (
              <ContrastTable key={`${comparison.first} ${comparison.second}`} comparison={comparison} metrics={data.metrics} />
            ))}
            <CaseList id={id} />
          </>
        )}
      </main>
    </>
  );
}

/** One metric at a time, for every arm and type of case. */
function Figures({ report }: { readonly report: Report }) {
  const known = report.metrics.filter(({ name }) => rowsOf(report.figures, name).length > 0);
  const [chosen, setChosen] = useState(known[0]?.name ?? "");
  const metric = known.find(({ name }) => name === chosen);
  if (metric === undefined) return <p className="room-empty">{texts.evaluation.noFigures}</p>;
  return (
    <section className="figures" aria-label={texts.evaluation.figures}>
      <label className="metric-choice">
        {texts.evaluation.metric}
        <select value={chosen} onChange={(event) => { setChosen(event.target.value); }}>
          {known.map(({ name, title }) => <option key={name} value={name}>{title}</option>)}
        </select>
      </label>
      {rowsOf(report.figures, metric.name).map((figure) => (
        <Interval
          key={`${figure.arm} ${figure.type}`}
          label={`${figure.arm} · ${figure.type === "all" ? texts.evaluation.allCases : figure.type} (${String(figure.n)})`}
          figure={figure}
          kind={metric.kind}
        />
      ))}
    </section>
  );
}

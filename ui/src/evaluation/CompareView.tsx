import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";

import { asProblem } from "../api/http";
import { Icon } from "../parts/Icon";
import { ProblemNote } from "../parts/ProblemNote";
import { texts } from "../texts";
import { compareRuns, readRuns } from "./api";
import { ContrastTable } from "./ContrastTable";

/** Two runs over the cases that both have. */
export function CompareView() {
  const { data: runs = [] } = useQuery({ queryKey: ["runs"], queryFn: readRuns });
  const [first, setFirst] = useState("");
  const [second, setSecond] = useState("");
  const { data = [], error } = useQuery({
    queryKey: ["runs", "compared", first, second],
    queryFn: () => compareRuns(first, second),
    enabled: first !== "" && second !== "" && first !== second,
  });
  return (
    <>
      <header className="screen-head">
        <h1>{texts.evaluation.compare}</h1>
        <Link href="/evaluation" className="tool-button"><Icon name="left" /> {texts.evaluation.all}</Link>
      </header>
      <main className="evaluation-main">
        <div className="compare-choice">
          {([[texts.evaluation.before, first, setFirst], [texts.evaluation.after, second, setSecond]] as const).map(([label, value, set]) => (
            <label key={label} className="metric-choice">
              {label}
              <select value={value} onChange={(event) => { set(event.target.value); }}>
                <option value="">{texts.evaluation.chooseRun}</option>
                {runs.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
              </select>
            </label>
          ))}
        </div>
        {error !== null && <ProblemNote problem={asProblem(error)} />}
        {data.map((comparison) => (
          <ContrastTable key={`${comparison.first} ${comparison.second}`} comparison={comparison} metrics={[]} />
        ))}
      </main>
    </>
  );
}

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { asProblem } from "../api/http";
import { counted } from "../chat/words";
import { ProblemNote } from "../parts/ProblemNote";
import { texts } from "../texts";
import { readCases, type AskedCase } from "./api";
import { byProblem } from "./figures";

/** The cases of a run: by what went wrong, or those that were right. */
export function CaseList({ id }: { readonly id: string }) {
  const [outcome, setOutcome] = useState<"wrong" | "right">("wrong");
  const { data = [], error, isPending } = useQuery({ queryKey: ["runs", id, "cases", outcome], queryFn: () => readCases(id, outcome) });
  return (
    <section aria-label={texts.evaluation.cases}>
      <div className="case-head">
        <h2>{texts.evaluation.cases}</h2>
        {(["wrong", "right"] as const).map((each) => (
          <button key={each} type="button" className="tool-button" aria-pressed={each === outcome} onClick={() => { setOutcome(each); }}>
            {texts.evaluation.outcomes[each]}
          </button>
        ))}
      </div>
      {error !== null && <ProblemNote problem={asProblem(error)} />}
      {!isPending && data.length === 0 && <p className="room-empty">{texts.evaluation.noCases[outcome]}</p>}
      {byProblem(data).map(([problem, cases]) => (
        <div key={problem}>
          {problem !== "" && <h3>{problem} · {counted(cases.length, "answer")}</h3>}
          <ul className="cases">
            {cases.map((asked) => <CaseLine key={`${asked.case.id} ${asked.arm}`} asked={asked} />)}
          </ul>
        </div>
      ))}
    </section>
  );
}

function CaseLine({ asked }: { readonly asked: AskedCase }) {
  return (
    <li>
      <details>
        <summary>
          <span>{asked.case.question}</span>
          <span className="badge">{asked.arm}</span>
        </summary>
        <dl>
          <dt>{texts.evaluation.wanted}</dt>
          <dd>{asked.case.answer}</dd>
          <dt>{texts.evaluation.answered}</dt>
          <dd>{asked.answer === "" ? asked.error : asked.answer}</dd>
        </dl>
      </details>
    </li>
  );
}

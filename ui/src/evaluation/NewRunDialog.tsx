import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type SubmitEvent } from "react";

import { asProblem } from "../api/http";
import { Field } from "../parts/Field";
import { ProblemNote } from "../parts/ProblemNote";
import { Sheet } from "../parts/Sheet";
import { texts } from "../texts";
import { beginRun, readCaseSets } from "./api";

const ARMS = ["t-rag", "rag", "model", "unchecked"] as const;

/** What is asked, in which arms, and how much of it. */
export function NewRunDialog({ onClose }: { readonly onClose: () => void }) {
  const client = useQueryClient();
  const { data: sets = [] } = useQuery({ queryKey: ["case-sets"], queryFn: readCaseSets });
  const [name, setName] = useState("");
  const [cases, setCases] = useState("");
  const [caseSet, setCaseSet] = useState("");
  const [arms, setArms] = useState<readonly string[]>(["t-rag", "rag"]);
  const [sample, setSample] = useState("20");
  const [asksModel, setAsksModel] = useState(true);
  const begin = useMutation({
    mutationFn: () =>
      beginRun({
        name,
        ...(caseSet === "" ? { cases } : { case_set: caseSet }),
        arms,
        level: asksModel ? "answer" : "context",
        sample: Number(sample),
      }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["runs"] });
      onClose();
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    begin.mutate();
  };
  const turn = (arm: string, isOn: boolean) => {
    setArms(isOn ? [...arms, arm] : arms.filter((each) => each !== arm));
  };
  return (
    <Sheet title={texts.evaluation.begin} onClose={onClose}>
      <form className="sheet-form" onSubmit={submit}>
        <Field label={texts.evaluation.name} value={name} onChange={setName} required />
        {sets.length > 0 && (
          <label className="metric-choice">
            {texts.evaluation.caseSet}
            <select value={caseSet} onChange={(event) => { setCaseSet(event.target.value); }}>
              <option value="">{texts.evaluation.fromFile}</option>
              {sets.map((set) => <option key={set.name} value={set.name}>{set.name} ({set.cases})</option>)}
            </select>
          </label>
        )}
        {caseSet === "" && (
          <label className="metric-choice">
            {texts.evaluation.file}
            <input
              type="file"
              accept=".jsonl"
              onChange={(event) => { void event.target.files?.[0]?.text().then(setCases); }}
            />
          </label>
        )}
        <fieldset className="choices">
          <legend>{texts.evaluation.arms}</legend>
          {ARMS.map((arm) => (
            <label key={arm} className="choice">
              <input type="checkbox" checked={arms.includes(arm)} onChange={(event) => { turn(arm, event.target.checked); }} />
              {texts.evaluation.armWords[arm]}
            </label>
          ))}
        </fieldset>
        <Field label={texts.evaluation.sample} value={sample} onChange={setSample} type="number" />
        <label className="choice">
          <input type="checkbox" checked={asksModel} onChange={(event) => { setAsksModel(event.target.checked); }} />
          {texts.evaluation.asksModel}
        </label>
        {begin.error !== null && <ProblemNote problem={asProblem(begin.error)} />}
        <div className="sheet-actions">
          <button type="button" className="tool-button" onClick={onClose}>{texts.parts.cancel}</button>
          <button type="submit" className="round-button" disabled={begin.isPending || arms.length === 0 || (caseSet === "" && cases === "")}>
            {texts.evaluation.begin}
          </button>
        </div>
      </form>
    </Sheet>
  );
}

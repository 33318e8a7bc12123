import { useInfiniteQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";

import { asProblem } from "../api/http";
import { Field } from "../parts/Field";
import { ProblemNote } from "../parts/ProblemNote";
import { texts } from "../texts";
import { readAudit, type AuditRecord } from "./api";

/** Who did what, the newest first; never what was asked or answered. */
export function Audit() {
  const [caller, setCaller] = useState("");
  const [act, setAct] = useState("");
  const wanted = useDeferredValue([caller.trim(), act.trim()] as const);
  const { data, error, hasNextPage, fetchNextPage, refetch } = useInfiniteQuery({
    queryKey: ["audit", ...wanted],
    queryFn: ({ pageParam }) => readAudit(wanted[0], wanted[1], pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
  const records = data?.pages.flatMap((page) => page.records) ?? [];
  return (
    <section>
      <div className="room-head">
        <p>{texts.admin.auditHint}</p>
        <div className="field-row">
          <Field label={texts.admin.byCaller} value={caller} onChange={setCaller} />
          <Field label={texts.admin.byAct} value={act} onChange={setAct} />
        </div>
      </div>
      {error !== null && <ProblemNote problem={asProblem(error)} onRetry={() => void refetch()} />}
      {data !== undefined && records.length === 0 && <p className="room-empty">{texts.admin.noRecords}</p>}
      {records.length > 0 && (
        <div className="table-scroll" role="region" aria-label={texts.admin.rooms.audit} tabIndex={0}>
          <table className="audit">
            <thead>
              <tr>{texts.admin.auditHeads.map((head) => <th key={head} scope="col">{head}</th>)}</tr>
            </thead>
            <tbody>
              {records.map((record) => <Line key={record.id} record={record} />)}
            </tbody>
          </table>
        </div>
      )}
      {hasNextPage && (
        <button type="button" className="tool-button" onClick={() => void fetchNextPage()}>{texts.admin.earlier}</button>
      )}
    </section>
  );
}

function Line({ record: { time, caller, act, outcome, subjects, detail, address } }: { readonly record: AuditRecord }) {
  return (
    <tr data-outcome={outcome}>
      <td>{time.slice(0, 19).replace("T", " ")}</td>
      <td>{caller === "" ? "—" : caller}</td>
      <td>
        {act}
        {outcome !== "done" && <span className="badge">{outcome}</span>}
      </td>
      <td>{[...subjects, detail].filter((part) => part !== "").join(", ")}</td>
      <td>{address}</td>
    </tr>
  );
}

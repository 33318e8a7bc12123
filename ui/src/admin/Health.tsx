import { useQuery } from "@tanstack/react-query";

import { asProblem } from "../api/http";
import { Icon } from "../parts/Icon";
import { ProblemNote } from "../parts/ProblemNote";
import { texts } from "../texts";
import { readHealth } from "./api";

/** What was found of model, index, tree, disk and address, and what to do about each problem. */
export function Health() {
  const { data = [], error, refetch } = useQuery({ queryKey: ["health"], queryFn: readHealth, refetchInterval: 10_000 });
  return (
    <section>
      <p className="room-head">{texts.admin.healthHint}</p>
      {error !== null && <ProblemNote problem={asProblem(error)} onRetry={() => void refetch()} />}
      <ul className="rows" aria-label={texts.admin.rooms.health}>
        {data.map(({ name, state, detail, hint }) => (
          <li key={name} data-state={state}>
            <Icon name={state === "ok" ? "check" : "warning"} />
            <span className="row-text">
              <strong>{name}</strong>
              <span>{detail}</span>
              {hint !== "" && state !== "ok" && <span className="row-hint">{hint}</span>}
            </span>
            <span className="badge">{texts.admin.states[state]}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

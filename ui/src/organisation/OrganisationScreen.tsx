import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useLocation } from "wouter";

import { asProblem } from "../api/http";
import { ProblemNote } from "../parts/ProblemNote";
import "../styles/organisation.css";
import { texts } from "../texts";
import { unitAddress, unitAt } from "./addresses";
import { readNode, readOutline } from "./api";
import { Finder } from "./Finder";
import { outlineOf, pathTo, type Outline } from "./outline";
import { Tools } from "./Tools";
import { TreeExplorer } from "./TreeExplorer";
import { UnitView } from "./UnitView";

/** The organisation tree: found, looked at and changed unit by unit. */
export default function OrganisationScreen() {
  const { data, error, refetch } = useQuery({ queryKey: ["tree", "outline"], queryFn: readOutline });
  const outline = useMemo(() => (data === undefined ? null : outlineOf(data)), [data]);
  return (
    <div className="organisation">
      <header className="screen-head">
        <h1>{texts.organisation.title}</h1>
        {outline !== null && <Tools isEmpty={outline.root === null} />}
      </header>
      {error !== null && <ProblemNote problem={asProblem(error)} onRetry={() => void refetch()} />}
      {outline !== null && (outline.root === null ? <Empty /> : <Explored outline={outline} root={outline.root} />)}
    </div>
  );
}

function Empty() {
  return (
    <main className="screen-empty">
      <h2>{texts.organisation.empty}</h2>
      <p>{texts.organisation.emptyHint}</p>
    </main>
  );
}

function Explored({ outline, root }: { readonly outline: Outline; readonly root: string }) {
  const [address, go] = useLocation();
  const current = unitAt(address) === "" ? root : unitAt(address);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set([root]));
  // Whatever is looked at can be seen in the explorer.
  const shown = useMemo(() => new Set([...open, ...pathTo(outline, current).slice(0, -1)]), [open, outline, current]);
  const choose = (id: string) => {
    go(unitAddress(id));
  };
  const turn = (id: string, isOpen: boolean) => {
    const next = new Set(shown);
    if (isOpen) next.add(id);
    else next.delete(id);
    // What is closed over the unit that is looked at takes its place.
    if (!isOpen && id !== current && pathTo(outline, current).includes(id)) choose(id);
    setOpen(next);
  };
  return (
    <div className="organisation-body">
      <aside className="organisation-side" aria-label={texts.organisation.find}>
        <Finder onChoose={choose} />
        <TreeExplorer outline={outline} open={shown} current={current} onOpen={turn} onChoose={choose} />
      </aside>
      <main className="organisation-unit">
        <Unit id={current} />
      </main>
    </div>
  );
}

function Unit({ id }: { readonly id: string }) {
  const { data, error, refetch } = useQuery({ queryKey: ["tree", "unit", id], queryFn: () => readNode(id) });
  if (error !== null) return <ProblemNote problem={asProblem(error)} onRetry={() => void refetch()} />;
  return data === undefined ? null : <UnitView key={data.id} node={data} />;
}

import type { TreeInfo } from "../api/http";
import { texts } from "../texts";
import type { Citation } from "./events";

/** A fact of the organisation tree, and which tree it stands in. */
export function FactView({ citation, tree }: { readonly citation: Citation; readonly tree: TreeInfo | null }) {
  return (
    <div className="panel-body" role="region" aria-label={texts.chat.panel.fact} tabIndex={0}>
      <p className="panel-note">
        {texts.chat.panel.factOf}
        {tree !== null && texts.chat.panel.factTree(tree.name, tree.version, day(tree.imported_at))}
      </p>
      <p className="passage is-cited">
        <mark>{citation.quote}</mark>
      </p>
    </div>
  );
}

function day(time: string): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? time : date.toLocaleDateString("en", { dateStyle: "long" });
}

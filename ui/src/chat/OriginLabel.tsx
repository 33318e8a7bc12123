import type { Reply } from "./fold";
import { labelOf, originOf, type Origin } from "./words";
import { Icon, type IconName } from "../parts/Icon";

const icons: Readonly<Record<Origin, IconName>> = {
  tree: "tree",
  model: "document",
  refused: "refused",
  ambiguous: "question",
  stopped: "stop",
};

/** Says where an answer came from; until that is known, how far it is, in the same place. */
export function OriginLabel({ reply }: { readonly reply: Reply }) {
  const origin = originOf(reply);
  const icon = origin === null ? (reply.state === "failed" ? "warning" : "search") : icons[origin];
  return (
    <p className="origin" data-origin={origin ?? reply.state}>
      <Icon name={icon} /> {labelOf(reply)}
    </p>
  );
}

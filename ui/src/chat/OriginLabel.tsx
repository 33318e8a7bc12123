import { ORIGIN_LABELS, type Origin } from "./words";
import { Icon, type IconName } from "../parts/Icon";

const icons: Readonly<Record<Origin, IconName>> = {
  tree: "tree",
  model: "document",
  refused: "refused",
  ambiguous: "question",
  stopped: "stop",
};

/** Says where an answer came from. */
export function OriginLabel({ origin }: { readonly origin: Origin }) {
  return (
    <p className="origin" data-origin={origin}>
      <Icon name={icons[origin]} /> {ORIGIN_LABELS[origin]}
    </p>
  );
}

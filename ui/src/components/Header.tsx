import type { Library } from "../useLibrary";
import { counted } from "../words";
import { Icon } from "./Icon";

interface HeaderProps {
  readonly library: Library;
  readonly onLibrary: () => void;
  readonly onNew: (() => void) | null;
}

/** The product, whose documents these are, and what answers can come from. */
export function Header({ library, onLibrary, onNew }: HeaderProps) {
  return (
    <header className="header">
      <h1 className="brand">
        <Icon name="logo" />
        <span>trag</span>
        {library.tree !== null && <span className="brand-organisation">{library.tree.name}</span>}
      </h1>
      {library.documents !== null && (
        <button type="button" className="quiet-button loaded" onClick={onLibrary}>
          {loaded(library)}
        </button>
      )}
      {onNew !== null && (
        <button type="button" className="quiet-button" onClick={onNew}>
          <Icon name="new" /> New chat
        </button>
      )}
    </header>
  );
}

function loaded({ documents, tree }: Library): string {
  const first = counted(documents?.length ?? 0, "document");
  return tree === null
    ? `${first} · no organisation tree: plain document search`
    : `${first} · organisation tree of ${counted(tree.nodes, "unit")} and posts`;
}

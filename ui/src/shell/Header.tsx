import type { Library } from "../documents/useLibrary";
import { counted } from "../chat/words";
import { Icon } from "../parts/Icon";

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
        <span className="brand-name">trag</span>
        {library.tree !== null && (
          <span className="brand-organisation" title={library.tree.name}>
            {library.tree.name}
          </span>
        )}
      </h1>
      {library.documents !== null && (
        <button type="button" className="quiet-button loaded" onClick={onLibrary}>
          <Loaded library={library} />
        </button>
      )}
      {onNew !== null && (
        <button type="button" className="quiet-button new-chat" title="New chat" onClick={onNew}>
          <Icon name="new" /> <span className="more">New chat</span>
        </button>
      )}
    </header>
  );
}

/** Where the header is narrow, first the details are hidden from sight, then what is more than the least. */
function Loaded({ library: { documents, tree } }: { readonly library: Library }) {
  const first = counted(documents?.length ?? 0, "document");
  if (tree === null) {
    return (
      <>
        {first} · no <span className="more">organisation </span>tree
        <span className="detail">: plain document search</span>
      </>
    );
  }
  return (
    <>
      {first}
      <span className="more">
        {" "}
        · <span className="detail">organisation tree of </span>
        {counted(tree.nodes, "unit")} and posts
      </span>
    </>
  );
}

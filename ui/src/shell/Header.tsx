import type { Library } from "../documents/useLibrary";
import { counted } from "../chat/words";
import { Icon } from "../parts/Icon";
import { texts } from "../texts";

interface HeaderProps {
  readonly library: Library;
  /** The conversations are shown beside this. */
  readonly hasTalks: boolean;
  readonly onTalks: () => void;
  readonly onLibrary: () => void;
  readonly onNew: (() => void) | null;
}

/** The product, whose documents these are, and what answers can come from. */
export function Header({ library, hasTalks, onTalks, onLibrary, onNew }: HeaderProps) {
  return (
    <header className="header">
      <button
        type="button"
        className="quiet-button talks-button"
        aria-label={texts.chat.talks.show}
        title={texts.chat.talks.show}
        aria-expanded={hasTalks}
        onClick={onTalks}
      >
        <Icon name="talks" />
      </button>
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
        <button type="button" className="quiet-button new-chat" title={texts.chat.talks.newChat} onClick={onNew}>
          <Icon name="new" /> <span className="more">{texts.chat.talks.newChat}</span>
        </button>
      )}
    </header>
  );
}

/** Where the header is narrow, first the details are hidden from sight, then what is more than the least. */
function Loaded({ library: { documents, tree } }: { readonly library: Library }) {
  const { noTree, treeOf, posts } = texts.chat.header;
  const first = counted(documents?.length ?? 0, "document");
  if (tree === null) {
    return (
      <>
        {first}
        {noTree.least}
        <span className="more">{noTree.more}</span>
        {noTree.rest}
        <span className="detail">{noTree.detail}</span>
      </>
    );
  }
  return (
    <>
      {first}
      <span className="more">
        {" "}
        · <span className="detail">{treeOf}</span>
        {counted(tree.nodes, "unit")}
        {posts}
      </span>
    </>
  );
}

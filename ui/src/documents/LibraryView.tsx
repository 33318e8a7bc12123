import type { PanelContent } from "../chat/panelContent";
import type { Library } from "./useLibrary";
import { counted } from "../chat/words";
import { Icon } from "../parts/Icon";

interface LibraryViewProps {
  readonly library: Library;
  readonly onOpen: (content: PanelContent) => void;
}

/** All that answers can come from: the organisation tree and the documents. */
export function LibraryView({ library, onOpen }: LibraryViewProps) {
  const { tree } = library;
  const documents = library.documents ?? [];
  return (
    <div className="panel-body" role="region" aria-label="What is loaded" tabIndex={0}>
      <h3>Organisation tree</h3>
      {tree === null ? (
        <p>
          None. Questions are answered by plain document search; facts about units, posts and people aren’t
          checked.
        </p>
      ) : (
        <p>
          <Icon name="tree" /> {tree.name}: {counted(tree.nodes, "unit")} and posts, {tree.people.toLocaleString("en")}{" "}
          {tree.people === 1 ? "person" : "people"} ({tree.file}, version {tree.version})
        </p>
      )}
      <h3>{counted(documents.length, "document")}</h3>
      <ul className="library">
        {documents.map((document) => (
          <li key={document.id}>
            <button
              type="button"
              onClick={() => {
                onOpen({ kind: "document", id: document.id, file: document.file });
              }}
            >
              <span>{document.title === "" ? document.file : document.title}</span>
              <small>
                {document.file} · {counted(document.chunks, "passage")}
              </small>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

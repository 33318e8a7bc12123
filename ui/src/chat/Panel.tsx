import { useEffect, useRef } from "react";

import type { PanelContent } from "./panelContent";
import type { Library } from "../documents/useLibrary";
import { isFact } from "./words";
import { DocumentView } from "../documents/DocumentView";
import { FactView } from "./FactView";
import { Icon } from "../parts/Icon";
import { LibraryView } from "../documents/LibraryView";
import { texts } from "../texts";
import { WhyView } from "./WhyView";

interface PanelProps {
  readonly content: PanelContent;
  readonly library: Library;
  readonly onOpen: (content: PanelContent) => void;
  readonly onClose: () => void;
}

/** Beside the conversation (over it on a phone): a source, a document, or all that is loaded. */
export function Panel({ content, library, onOpen, onClose }: PanelProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
  }, [content]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      // In a dialog or a menu over the page the key is theirs.
      if (event.key === "Escape" && !event.defaultPrevented && document.querySelector("[role=dialog]") === null) onClose();
    };
    window.addEventListener("keydown", onKey);
    return () => {
      window.removeEventListener("keydown", onKey);
    };
  }, [onClose]);
  return (
    <aside className="panel" aria-labelledby="panel-title">
      <div className="panel-head">
        <h2 id="panel-title" ref={heading} tabIndex={-1}>
          {titleOf(content)}
        </h2>
        <button type="button" className="quiet-button" aria-label={texts.parts.close} onClick={onClose}>
          <Icon name="close" />
        </button>
      </div>
      <PanelBody content={content} library={library} onOpen={onOpen} />
    </aside>
  );
}

function PanelBody({ content, library, onOpen }: Omit<PanelProps, "onClose">) {
  switch (content.kind) {
    case "library":
      return <LibraryView library={library} onOpen={onOpen} />;
    case "why":
      return (
        <WhyView
          exchange={content.exchange}
          onOpen={(citation) => {
            onOpen({ kind: "source", citation });
          }}
        />
      );
    case "document":
      return <DocumentView key={content.id} documentId={content.id} citation={null} />;
    case "source": {
      const { citation } = content;
      if (isFact(citation)) return <FactView citation={citation} tree={library.tree} />;
      return <DocumentView key={citation.document_id} documentId={citation.document_id} citation={citation} />;
    }
  }
}

function titleOf(content: PanelContent): string {
  if (content.kind === "library") return texts.chat.panel.loaded;
  if (content.kind === "why") return texts.chat.why.title;
  return content.kind === "document" ? content.file : content.citation.file;
}

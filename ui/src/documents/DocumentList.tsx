import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef } from "react";
import { Link } from "wouter";

import type { DocumentInfo } from "../api/http";
import { counted } from "../chat/words";
import { Space } from "../parts/Space";
import { texts } from "../texts";
import { sizeOf } from "./progress";

const LINE = 58; // pixels

interface DocumentListProps {
  readonly documents: readonly DocumentInfo[];
  readonly current: string;
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (id: string, isChosen: boolean) => void;
  readonly onEnd: () => void;
}

/** The documents by file name; only those in sight are drawn, and more are asked for near the end. */
export function DocumentList({ documents, current, chosen, onChoose, onEnd }: DocumentListProps) {
  const box = useRef<HTMLDivElement>(null);
  const lines = useVirtualizer({
    count: documents.length,
    getScrollElement: () => box.current,
    estimateSize: () => LINE,
    overscan: 10,
    onChange: ({ range }) => {
      if (range !== null && range.endIndex >= documents.length - 20) onEnd();
    },
  });
  const shown = lines.getVirtualItems();
  return (
    <div ref={box} className="document-list" role="list" aria-label={texts.documents.title}>
      <Space height={shown[0]?.start ?? 0} />
      {shown.map(({ index }) => {
        const document = documents[index];
        return document === undefined ? null : (
          <div key={document.id} role="listitem" className="document-line" data-current={document.id === current}>
            <input
              type="checkbox"
              aria-label={texts.documents.choose(document.file)}
              checked={chosen.has(document.id)}
              onChange={(event) => {
                onChoose(document.id, event.target.checked);
              }}
            />
            <Link href={`/documents/${encodeURIComponent(document.id)}`} aria-current={document.id === current ? "true" : undefined}>
              <span className="document-title">{document.title === "" ? document.file : document.title}</span>
              <span className="document-facts">
                {document.file} · {sizeOf(document.bytes)} · {counted(document.chunks, "passage")}
              </span>
            </Link>
            <span className="document-format">{document.format}</span>
          </div>
        );
      })}
      <Space height={lines.getTotalSize() - (shown.at(-1)?.end ?? 0)} />
    </div>
  );
}

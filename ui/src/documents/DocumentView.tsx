import { useEffect, useRef, useState } from "react";

import { asProblem, readPassages, saveOriginal, type DocumentText, type Passage } from "../api/http";
import type { Problem } from "../api/problems";
import type { Citation } from "../chat/events";
import { locate, type Span } from "./locate";
import { placeOf } from "../chat/words";
import { Icon } from "../parts/Icon";
import { PageView } from "./PageView";
import { PassageText } from "./PassageText";
import { ProblemNote } from "../parts/ProblemNote";
import { texts } from "../texts";

interface DocumentViewProps {
  readonly documentId: string;
  readonly citation: Citation | null;
}

/** A document's passages, scrolled to the cited one, its quote marked. */
export function DocumentView({ documentId, citation }: DocumentViewProps) {
  const [text, setText] = useState<DocumentText | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let current = true;
    readPassages(documentId).then(
      (read) => {
        if (current) setText(read);
      },
      (error: unknown) => {
        if (current) setProblem(asProblem(error));
      },
    );
    return () => {
      current = false;
    };
  }, [documentId, attempt]);

  if (problem !== null) {
    const retry = () => {
      setProblem(null);
      setAttempt(attempt + 1);
    };
    return <ProblemNote problem={problem} onRetry={retry} />;
  }
  if (text === null) return <p className="panel-note">{texts.document.opening}</p>;
  const save = () => {
    saveOriginal(text.document).catch((error: unknown) => {
      setProblem(asProblem(error));
    });
  };
  return (
    <>
      <p className="panel-note">
        {citation === null ? text.document.title : placeOf(citation)}
        <button type="button" className="text-button" onClick={save}>
          <Icon name="save" /> {texts.document.save}
        </button>
      </p>
      <Shown text={text} citation={citation} />
    </>
  );
}

/** A PDF as its pages look or as its text, whichever the reader wants; anything else as its text. */
function Shown({ text, citation }: { readonly text: DocumentText; readonly citation: Citation | null }) {
  const hasPages = text.document.format === "pdf" && (text.document.pages ?? 0) > 0;
  const [asPage, setAsPage] = useState(citation !== null);
  if (!hasPages) return <Passages passages={text.passages} citation={citation} />;
  const target = citation === null ? undefined : citedPassage(text.passages, citation);
  const boxes = target?.boxes ?? [];
  const page = boxes[0]?.page ?? target?.page ?? citation?.page ?? 1;
  return (
    <>
      <div className="page-ways" role="group" aria-label={texts.document.ways}>
        <button type="button" aria-pressed={asPage} onClick={() => { setAsPage(true); }}>
          {texts.document.page}
        </button>
        <button type="button" aria-pressed={!asPage} onClick={() => { setAsPage(false); }}>
          {texts.document.text}
        </button>
      </div>
      {asPage ? (
        <PageView key={citation?.chunk_id} document={text.document} page={page} boxes={boxes} />
      ) : (
        <Passages passages={text.passages} citation={citation} />
      )}
    </>
  );
}

function Passages({ passages, citation }: { readonly passages: readonly Passage[]; readonly citation: Citation | null }) {
  const cited = useRef<HTMLLIElement>(null);
  const target = citation === null ? undefined : citedPassage(passages, citation);
  useEffect(() => {
    // The mark, not the passage: a long table is taller than the panel.
    cited.current?.querySelector("mark")?.scrollIntoView({ block: "center" });
  }, [target, citation]);
  return (
    <div className="panel-body" role="region" aria-label={texts.document.passages} tabIndex={0}>
      {citation !== null && target === undefined && (
        <p className="panel-note">{texts.document.changed}</p>
      )}
      <ol className="passages">
        {passages.map((passage, index) => (
          <li
            key={passage.id}
            ref={passage === target ? cited : null}
            className={passage === target ? "passage is-cited" : "passage"}
          >
            <PassageHead passage={passage} before={passages[index - 1]} />
            <PassageText text={passage.text} marks={passage === target ? marksOf(passage, citation) : []} />
          </li>
        ))}
      </ol>
    </div>
  );
}

/** Page and headings, where they change. */
function PassageHead({ passage, before }: { readonly passage: Passage; readonly before: Passage | undefined }) {
  const place = placeOf(passage);
  if (place === "" || (before !== undefined && placeOf(before) === place)) return null;
  return <p className="passage-place">{place}</p>;
}

/** Where the quote stands in its passage; the whole passage when it can't be found word for word. */
function marksOf(passage: Passage, citation: Citation | null): Span[] {
  const spans = citation === null ? [] : locate(passage.text, citation.quote);
  return spans.length > 0 ? spans : [{ start: 0, end: passage.text.length }];
}

function citedPassage(passages: readonly Passage[], citation: Citation): Passage | undefined {
  return (
    passages.find((passage) => passage.id === citation.chunk_id) ??
    passages.find((passage) => locate(passage.text, citation.quote).length > 0)
  );
}

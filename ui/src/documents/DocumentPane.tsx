import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";

import { asProblem, type DocumentInfo } from "../api/http";
import { counted } from "../chat/words";
import { Icon } from "../parts/Icon";
import { ProblemNote } from "../parts/ProblemNote";
import { texts } from "../texts";
import { readDocument, readVersions } from "./api";
import { DocumentView } from "./DocumentView";
import { sizeOf } from "./progress";

interface DocumentPaneProps {
  readonly id: string;
  readonly onDelete: () => void;
}

/** One document: what it says about itself, its versions, and its text as answers see it. */
export function DocumentPane({ id, onDelete }: DocumentPaneProps) {
  const { data, error, refetch } = useQuery({ queryKey: ["documents", id], queryFn: () => readDocument(id) });
  if (error !== null) return <ProblemNote problem={asProblem(error)} onRetry={() => void refetch()} />;
  if (data === undefined) return null;
  return (
    <article className="document" aria-labelledby="document-title">
      <Link href="/documents" className="back-link">
        <Icon name="left" /> {texts.documents.back}
      </Link>
      <div className="unit-head">
        <h2 id="document-title">{data.title === "" ? data.file : data.title}</h2>
        <button type="button" className="tool-button danger" onClick={onDelete}>
          {texts.documents.delete}
        </button>
      </div>
      <dl className="document-dl">
        {factsOf(data).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Versions id={id} />
      <DocumentView documentId={id} citation={null} />
    </article>
  );
}

function factsOf(document: DocumentInfo): readonly (readonly [string, string])[] {
  const { file, format, bytes, chunks, pages = 0, author = "", language = "", modified = "", ingested_at, groups = [] } = document;
  const all = [
    [texts.documents.file, file],
    [texts.documents.format, `${format}, ${sizeOf(bytes)}`],
    [texts.documents.pages, pages === 0 ? "" : String(pages)],
    [texts.documents.passages, counted(chunks, "passage")],
    [texts.documents.author, author],
    [texts.documents.language, language],
    [texts.documents.modified, dayOf(modified)],
    [texts.documents.taken, dayOf(ingested_at)],
    [texts.documents.groups, groups.join(", ")],
  ] as const;
  return all.filter(([, value]) => value !== "");
}

function dayOf(time: string): string {
  return time === "" ? "" : new Date(time).toLocaleDateString("en", { dateStyle: "medium" });
}

/** Earlier states, where there are any. */
function Versions({ id }: { readonly id: string }) {
  const { data = [] } = useQuery({ queryKey: ["documents", id, "versions"], queryFn: () => readVersions(id) });
  if (data.length < 2) return null;
  return (
    <details className="document-versions">
      <summary>{texts.documents.versions(data.length)}</summary>
      <ol className="versions">
        {data.map(({ version, bytes, chunks, ingested_at }) => (
          <li key={version}>
            <span className="version-number">{texts.organisation.version(version)}</span>
            <span className="version-text">
              {dayOf(ingested_at)} · {sizeOf(bytes)} · {counted(chunks, "passage")}
            </span>
          </li>
        ))}
      </ol>
    </details>
  );
}

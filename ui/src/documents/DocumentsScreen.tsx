import { useInfiniteQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { DropZone, FileTrigger, Button as PressButton } from "react-aria-components";
import { useLocation } from "wouter";

import { asProblem } from "../api/http";
import { Icon } from "../parts/Icon";
import { ProblemNote } from "../parts/ProblemNote";
import "../styles/documents.css";
import { texts } from "../texts";
import { listDocuments, type SentFile } from "./api";
import { DeleteDialog } from "./DeleteDialog";
import { DocumentList } from "./DocumentList";
import { DocumentPane } from "./DocumentPane";
import { chosenFiles, filesOf } from "./dropping";
import { JobList } from "./JobList";
import { useJobs } from "./useJobs";

/** What answers can come from: sent, found, looked at and deleted. */
export default function DocumentsScreen() {
  const jobs = useJobs();
  const send = (files: readonly SentFile[]) => {
    if (files.length > 0) jobs.send(files);
  };
  return (
    <DropZone
      className="documents"
      aria-label={texts.documents.drop}
      onDrop={(event) => {
        void filesOf(event.items).then(send);
      }}
    >
      <header className="screen-head">
        <h1>{texts.documents.title}</h1>
        <div className="screen-tools">
          <SendButton label={texts.documents.send} isBusy={jobs.isSending} onSend={send} />
          <SendButton label={texts.documents.sendFolder} isFolder isBusy={jobs.isSending} onSend={send} />
        </div>
      </header>
      <main className="documents-all">
        {jobs.error !== null && <ProblemNote problem={asProblem(jobs.error)} />}
        <JobList jobs={jobs.jobs} onCancel={jobs.cancel} onRetry={jobs.retry} />
        <Library />
        <p className="drop-hint" aria-hidden="true">
          {texts.documents.drop}
        </p>
      </main>
    </DropZone>
  );
}

interface SendButtonProps {
  readonly label: string;
  readonly isFolder?: boolean;
  readonly isBusy: boolean;
  readonly onSend: (files: readonly SentFile[]) => void;
}

function SendButton({ label, isFolder = false, isBusy, onSend }: SendButtonProps) {
  return (
    <FileTrigger
      allowsMultiple
      acceptDirectory={isFolder}
      onSelect={(files) => {
        if (files !== null) onSend(chosenFiles(files));
      }}
    >
      <PressButton className="tool-button" isDisabled={isBusy}>
        <Icon name="upload" /> {label}
      </PressButton>
    </FileTrigger>
  );
}

/** The list, what is chosen in it, and the document that is looked at. */
function Library() {
  const [address, go] = useLocation();
  const current = decodeURIComponent(/^\/documents\/(.+)$/.exec(address)?.[1] ?? "");
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [deleting, setDeleting] = useState<readonly string[]>([]);
  const asked = useDeferredValue(text.trim());
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ["documents", "list", asked],
    queryFn: ({ pageParam }) => listDocuments(asked, "", pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
  const documents = data?.pages.flatMap((page) => page.documents) ?? [];
  const choose = (id: string, isChosen: boolean) => {
    const next = new Set(chosen);
    if (isChosen) next.add(id);
    else next.delete(id);
    setChosen(next);
  };
  const done = (gone: readonly string[]) => {
    setChosen(new Set());
    if (gone.includes(current)) go("/documents");
  };
  if (data !== undefined && documents.length === 0 && asked === "") return <Empty />;
  return (
    <div className="documents-body" data-open={current !== ""}>
      <section className="documents-side" aria-label={texts.documents.title}>
        <div className="filter">
          <input
            type="search"
            aria-label={texts.documents.filter}
            placeholder={texts.documents.filter}
            value={text}
            onChange={(event) => {
              setText(event.target.value);
            }}
          />
          {chosen.size > 0 && (
            <button type="button" className="tool-button danger" onClick={() => { setDeleting([...chosen]); }}>
              {texts.documents.deleteMany(chosen.size)}
            </button>
          )}
        </div>
        {error !== null && <ProblemNote problem={asProblem(error)} onRetry={() => void refetch()} />}
        {data !== undefined && documents.length === 0 && <p className="panel-note">{texts.documents.nothing}</p>}
        <DocumentList
          documents={documents}
          current={current}
          chosen={chosen}
          onChoose={choose}
          onEnd={() => {
            if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
          }}
        />
      </section>
      <section className="documents-main" aria-label={texts.documents.opened}>
        {current === "" ? (
          <p className="documents-none">{texts.documents.none}</p>
        ) : (
          <DocumentPane key={current} id={current} onDelete={() => { setDeleting([current]); }} />
        )}
      </section>
      {deleting.length > 0 && (
        <DeleteDialog
          ids={deleting}
          names={documents.filter(({ id }) => deleting.includes(id)).map(({ file }) => file)}
          onDone={done}
          onClose={() => { setDeleting([]); }}
        />
      )}
    </div>
  );
}

function Empty() {
  return (
    <div className="screen-empty">
      <h2>{texts.documents.empty}</h2>
      <p>{texts.documents.emptyHint}</p>
    </div>
  );
}

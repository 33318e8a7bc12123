import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ProgressBar } from "react-aria-components";

import { Icon } from "../parts/Icon";
import { texts } from "../texts";
import { failedFiles, type Job } from "./api";
import { isOver, paceOf, shareOf } from "./progress";

interface JobListProps {
  readonly jobs: readonly Job[];
  readonly onCancel: (id: number) => void;
  readonly onRetry: (id: number) => void;
}

/** What is being taken in and what waits; of what is over, the last one and those that had failures. */
export function JobList({ jobs, onCancel, onRetry }: JobListProps) {
  const [closed, setClosed] = useState<ReadonlySet<number>>(new Set());
  const shown = jobs.filter((job, place) => !closed.has(job.id) && (!isOver(job) || place === 0));
  if (shown.length === 0) return null;
  return (
    <ul className="jobs" aria-label={texts.documents.jobs}>
      {shown.map((job) => (
        <li key={job.id} className="job" data-state={job.state} data-failed={job.failed > 0}>
          <JobLine job={job} onCancel={onCancel} onClose={() => { setClosed(new Set([...closed, job.id])); }} />
          {job.error !== "" && <p className="job-error">{job.error}</p>}
          {isOver(job) && job.failed > 0 && <Failures job={job} onRetry={onRetry} />}
        </li>
      ))}
    </ul>
  );
}

interface JobLineProps {
  readonly job: Job;
  readonly onCancel: (id: number) => void;
  readonly onClose: () => void;
}

function JobLine({ job, onCancel, onClose }: JobLineProps) {
  const share = shareOf(job);
  return (
    <div className="job-line">
      <ProgressBar
        className="job-progress"
        aria-label={texts.documents.state[job.state]}
        isIndeterminate={share === null && !isOver(job)}
        value={(share ?? 0) * 100}
      >
        {({ percentage }) => (
          <>
            <span className="job-words">
              <strong>{texts.documents.state[job.state]}</strong>
              <span>{paceOf(job)}</span>
              {job.failed > 0 && <span className="job-failed">{texts.documents.failed(job.failed)}</span>}
              {job.state === "running" && job.file !== "" && <span className="job-file">{job.file}</span>}
            </span>
            {!isOver(job) && (
              <span className="bar">
                <span ref={(bar) => bar?.style.setProperty("width", `${String(percentage ?? 8)}%`)} />
              </span>
            )}
          </>
        )}
      </ProgressBar>
      {isOver(job) ? (
        <button type="button" className="quiet-button" aria-label={texts.parts.close} onClick={onClose}>
          <Icon name="close" />
        </button>
      ) : (
        <button type="button" className="tool-button" onClick={() => { onCancel(job.id); }}>
          {texts.documents.cancel}
        </button>
      )}
    </div>
  );
}

/** The files that could not be taken in, each with why, and a way to try them again. */
function Failures({ job, onRetry }: { readonly job: Job; readonly onRetry: (id: number) => void }) {
  const { data = [] } = useQuery({ queryKey: ["jobs", job.id, "failed"], queryFn: () => failedFiles(job.id) });
  return (
    <details className="failures">
      <summary>{texts.documents.failures}</summary>
      <ul>
        {data.map(({ file, error }) => (
          <li key={file}>
            <strong>{file}</strong>
            <span>{error}</span>
          </li>
        ))}
      </ul>
      <button type="button" className="tool-button" onClick={() => { onRetry(job.id); }}>
        <Icon name="retry" /> {texts.documents.retry}
      </button>
    </details>
  );
}

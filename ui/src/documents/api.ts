/** Documents and the jobs that take them in, as the server shows and changes them. */
import { EventSourceParserStream } from "eventsource-parser/stream";

import { readJson, request, sendJson, type DocumentInfo } from "../api/http";

export interface DocumentVersion {
  readonly version: number;
  readonly file: string;
  readonly bytes: number;
  readonly chunks: number;
  readonly ingested_at: string;
  readonly is_kept: boolean;
}

/** What was removed with a document, and what still rested on it. */
export interface Receipt {
  readonly id: number;
  readonly file: string;
  readonly deleted_at: string;
  readonly chunks: number;
  readonly vectors: number;
  readonly keyword_rows: number;
  readonly page_images: number;
  readonly versions: number;
  readonly is_original_shared: boolean;
  readonly dependents: readonly string[];
}

export type JobState = "queued" | "running" | "done" | "failed" | "cancelled";

export interface Job {
  readonly id: number;
  readonly kind: "ingest" | "upload";
  readonly target: string;
  readonly state: JobState;
  readonly created_at: string;
  readonly done: number;
  readonly total: number;
  readonly failed: number;
  readonly error: string;
  readonly file: string;
  readonly rate: number;
  readonly seconds_left: number | null;
}

export interface JobFile {
  readonly file: string;
  readonly status: "new" | "changed" | "moved" | "unchanged" | "deleted" | "failed";
  readonly chunks: number;
  readonly error: string;
  readonly remark: string;
}

export interface DocumentPage {
  readonly documents: readonly DocumentInfo[];
  readonly next_cursor: string | null;
}

/** A page of the documents whose file or title holds `text`, of one format if that is not empty. */
export async function listDocuments(text: string, format: string, cursor: string | null): Promise<DocumentPage> {
  const query = new URLSearchParams({ limit: "200", q: text, format });
  if (cursor !== null) query.set("cursor", cursor);
  return readJson(`v1/documents?${query.toString()}`);
}

export async function readDocument(id: string): Promise<DocumentInfo> {
  return (await readJson<{ document: DocumentInfo }>(`v1/documents/${encodeURIComponent(id)}`)).document;
}

export async function readVersions(id: string): Promise<readonly DocumentVersion[]> {
  return (await readJson<{ versions: DocumentVersion[] }>(`v1/documents/${encodeURIComponent(id)}/versions?limit=200`)).versions;
}

export async function deleteDocuments(ids: readonly string[]): Promise<readonly Receipt[]> {
  return (await sendJson<{ receipts: Receipt[] }>("POST", "v1/documents/delete", { names: ids })).receipts;
}

/** Send files; the job takes them in. The key keeps a repeated send from being done twice. */
export async function sendFiles(files: readonly SentFile[], key: string): Promise<Job> {
  const body = new FormData();
  for (const { file, name } of files) body.append("files", file, name);
  const response = await request("v1/documents", { method: "POST", headers: { "Idempotency-Key": key }, body });
  return ((await response.json()) as { job: Job }).job;
}

/** A file with the name it is to have, which may hold folders. */
export interface SentFile {
  readonly file: File;
  readonly name: string;
}

export async function listJobs(): Promise<readonly Job[]> {
  return (await readJson<{ jobs: Job[] }>("v1/jobs?limit=20")).jobs;
}

/** The files of a job that failed, at most 200. */
export async function failedFiles(id: number): Promise<readonly JobFile[]> {
  return (await readJson<{ files: JobFile[] }>(`v1/jobs/${String(id)}?status=failed&limit=200`)).files;
}

export async function cancelJob(id: number): Promise<Job> {
  return (await sendJson<{ job: Job }>("POST", `v1/jobs/${String(id)}/cancel`, {})).job;
}

export async function retryJob(id: number): Promise<Job> {
  return (await sendJson<{ job: Job }>("POST", `v1/jobs/${String(id)}/retry`, {})).job;
}

/** The states of a job as they come, until it is over. */
export async function* followJob(id: number, signal: AbortSignal): AsyncGenerator<Job> {
  const { body } = await request(`v1/jobs/${String(id)}/events`, { signal });
  if (body === null) return;
  const events = body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream()).getReader();
  for (let next = await events.read(); !next.done; next = await events.read()) {
    if (next.value.event === "job") yield JSON.parse(next.value.data) as Job;
  }
}

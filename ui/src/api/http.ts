/** The server's other doors, with the key the reader gave (if one was asked for). */
import { setShutOut } from "./access";
import { type Problem, toProblem } from "./problems";

export interface DocumentInfo {
  readonly id: string;
  readonly file: string;
  readonly title: string;
  readonly format: string;
  readonly chunks: number;
  readonly bytes: number;
  readonly ingested_at: string;
  readonly version?: number;
  readonly pages?: number;
  readonly author?: string;
  readonly language?: string;
  readonly modified?: string;
  readonly groups?: readonly string[];
}

/** Where a passage stands on a page of a PDF: points from the top left corner. */
export interface PassageBox {
  readonly page: number;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface Passage {
  readonly id: string;
  readonly text: string;
  readonly heading: readonly string[];
  readonly page: number | null;
  readonly position: number;
  readonly boxes?: readonly PassageBox[];
}

export interface DocumentText {
  readonly document: DocumentInfo;
  readonly passages: readonly Passage[];
}

export interface TreeInfo {
  readonly name: string;
  readonly file: string;
  readonly version: number;
  readonly imported_at: string;
  readonly nodes: number;
  readonly people: number;
}

export interface Check {
  readonly name: string;
  readonly state: "ok" | "warning" | "problem";
  readonly detail: string;
  readonly hint: string;
}

/** The server refused or can't be reached; `problem` says why and what to do. */
export class ServerError extends Error {
  readonly problem: Problem;
  readonly status: number;

  constructor(problem: Problem, status: number) {
    super(problem.message);
    this.problem = problem;
    this.status = status;
  }
}

const KEY = "trag.key";

/** Keep the reader's key until the tab is closed. */
export function keepKey(key: string): void {
  sessionStorage.setItem(KEY, key);
}

export function hasKey(): boolean {
  return sessionStorage.getItem(KEY) !== null;
}

/** Forget the reader's key. */
export function dropKey(): void {
  sessionStorage.removeItem(KEY);
}

let csrf = "";

/** What proves to the server that this page, and no other, sends a change. */
export function keepCsrf(token: string): void {
  csrf = token;
}

/** fetch with the key; raises ServerError for every answer that is no success. */
export async function request(path: string, options: RequestInit = {}): Promise<Response> {
  const headers = new Headers(options.headers);
  const key = sessionStorage.getItem(KEY);
  if (key !== null) headers.set("Authorization", `Bearer ${key}`);
  if (csrf !== "" && options.method !== undefined) headers.set("X-CSRF-Token", csrf);
  let response: Response;
  try {
    response = await fetch(path, { ...options, headers });
  } catch (error) {
    if (options.signal?.aborted === true) throw error;
    throw new ServerError(unreachable, 0);
  }
  // A wrong password is told where it was typed.
  const isLogin = path === "v1/session" && options.method === "POST";
  if (response.status === 401 && !isLogin) setShutOut(true);
  if (!response.ok) throw new ServerError(await problemOf(response), response.status);
  return response;
}

export async function readDocuments(): Promise<readonly DocumentInfo[]> {
  return (await readJson<{ documents: DocumentInfo[] }>("v1/documents")).documents;
}

export async function readTree(): Promise<TreeInfo | null> {
  return (await readJson<{ tree: TreeInfo | null }>("v1/tree")).tree;
}

export async function readChecks(): Promise<readonly Check[]> {
  return (await readJson<{ checks: Check[] }>("v1/status")).checks;
}

export async function readPassages(documentId: string): Promise<DocumentText> {
  return readJson(`v1/documents/${encodeURIComponent(documentId)}/passages`);
}

/** Save the stored file; through fetch, since a plain link would not carry the key. */
export async function saveOriginal(document: { id: string; file: string }): Promise<void> {
  const response = await request(`v1/documents/${encodeURIComponent(document.id)}/original`);
  const address = URL.createObjectURL(await response.blob());
  const link = window.document.createElement("a");
  link.href = address;
  link.download = document.file.split("/").pop() ?? "document";
  link.click();
  URL.revokeObjectURL(address);
}

/** What happened, as a problem the page can show. */
export function asProblem(error: unknown): Problem {
  if (error instanceof ServerError) return error.problem;
  const message = error instanceof Error ? error.message : String(error);
  return { code: "page", message: `The page failed: ${message}`, hint: "Reload the page and ask again." };
}

const unreachable: Problem = {
  code: "unreachable",
  message: "The server can’t be reached.",
  hint: "Is trag still running? Start it again, then retry.",
};

/** What the server has under an address. */
export async function readJson<T>(path: string): Promise<T> {
  return (await (await request(path)).json()) as T;
}

/** Send a value and get what the server makes of it. */
export async function sendJson<T>(method: string, path: string, body: unknown): Promise<T> {
  const headers = { "Content-Type": "application/json" };
  return (await (await request(path, { method, headers, body: JSON.stringify(body) })).json()) as T;
}

async function problemOf(response: Response): Promise<Problem> {
  const fallback = { code: "http", message: `The server answered with status ${String(response.status)}.`, hint: "" };
  try {
    return toProblem(await response.json(), fallback);
  } catch {
    return fallback; // a proxy's error page is no JSON
  }
}

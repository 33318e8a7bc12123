/** Evaluation runs, their figures and their cases, as the server tells and changes them. */
import { readJson, request, sendJson } from "../api/http";

export type RunState = "waiting" | "running" | "finished" | "failed" | "cancelled" | "interrupted";

/** A figure with its 95 % interval, over the cases of one type ("all": all). */
export interface Figure {
  readonly metric: string;
  readonly arm: string;
  readonly type: string;
  readonly n: number;
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

export interface Run {
  readonly id: string;
  readonly name: string;
  readonly owner: string;
  readonly state: RunState;
  readonly level: "answer" | "context";
  readonly arms: readonly string[];
  readonly cases: number;
  readonly model: string;
  readonly created_at: string;
  readonly done: number;
  readonly failed: number;
  readonly total: number;
  readonly seconds_left: number | null;
  readonly error: string;
  readonly figures: readonly Figure[];
}

export interface Contrast {
  readonly metric: string;
  readonly type: string;
  readonly n: number;
  readonly first: number | null;
  readonly second: number | null;
  readonly p: number | null;
  readonly verdict: string;
}

export interface Comparison {
  readonly first: string;
  readonly second: string;
  readonly contrasts: readonly Contrast[];
  readonly gained: readonly string[];
  readonly lost: readonly string[];
}

export interface Report {
  readonly run: Run;
  readonly metrics: readonly { readonly name: string; readonly title: string; readonly kind: "share" | "mean" }[];
  readonly figures: readonly Figure[];
  readonly problems: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly comparisons: readonly Comparison[];
}

export interface AskedCase {
  readonly case: { readonly id: string; readonly question: string; readonly answer: string; readonly type: string };
  readonly arm: string;
  readonly grade: string | null;
  readonly problem: string;
  readonly answer: string;
  readonly refused: boolean;
  readonly answered_by: string;
  readonly seconds: number;
  readonly error: string;
}

export interface CaseSet {
  readonly name: string;
  readonly cases: number;
}

export interface NewRun {
  readonly name: string;
  readonly cases?: string;
  readonly case_set?: string;
  readonly arms: readonly string[];
  readonly level: "answer" | "context";
  readonly sample: number;
}

const RUNS = "v1/evaluation/runs";

export async function readRuns(): Promise<readonly Run[]> {
  return (await readJson<{ runs: Run[] }>(`${RUNS}?limit=100`)).runs;
}

export async function readReport(id: string): Promise<Report> {
  return readJson(`${runPath(id)}/report`);
}

export async function readCases(id: string, outcome: "wrong" | "right"): Promise<readonly AskedCase[]> {
  return (await readJson<{ cases: AskedCase[] }>(`${runPath(id)}/cases?outcome=${outcome}&limit=200`)).cases;
}

export async function beginRun(run: NewRun): Promise<Run> {
  return (await sendJson<{ run: Run }>("POST", RUNS, run)).run;
}

export async function cancelRun(id: string): Promise<void> {
  await sendJson("POST", `${runPath(id)}/cancel`, {});
}

export async function resumeRun(id: string): Promise<void> {
  await sendJson("POST", `${runPath(id)}/resume`, {});
}

export async function deleteRun(id: string): Promise<void> {
  await request(runPath(id), { method: "DELETE" });
}

export async function readCaseSets(): Promise<readonly CaseSet[]> {
  return (await readJson<{ case_sets: CaseSet[] }>("v1/evaluation/case-sets?limit=100")).case_sets;
}

export async function compareRuns(first: string, second: string): Promise<readonly Comparison[]> {
  const query = new URLSearchParams({ a: first, b: second });
  return (await readJson<{ comparisons: Comparison[] }>(`v1/evaluation/compare?${query.toString()}`)).comparisons;
}

function runPath(id: string): string {
  return `${RUNS}/${encodeURIComponent(id)}`;
}

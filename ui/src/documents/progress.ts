/** What a job's state says in words. */
import { texts } from "../texts";
import type { Job } from "./api";

export function isOver({ state }: Job): boolean {
  return state === "done" || state === "failed" || state === "cancelled";
}

/** How far it is, from 0 to 1; null before its files are counted. */
export function shareOf({ done, total }: Job): number | null {
  return total === 0 ? null : Math.min(1, done / total);
}

/** "12 of 40 files · 3.1 a second · 9 s left" */
export function paceOf(job: Job): string {
  const { done, total, rate, seconds_left } = job;
  const parts = total === 0 ? [texts.documents.counting] : [texts.documents.files(done, total)];
  if (job.state === "running" && rate > 0) parts.push(texts.documents.rate(rate));
  if (job.state === "running" && seconds_left !== null) parts.push(texts.documents.left(durationOf(seconds_left)));
  return parts.join(" · ");
}

/** A length of time in one or two units: "9 s", "3 min", "2 h 5 min". */
export function durationOf(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds));
  if (whole < 90) return `${String(whole)} s`;
  const minutes = Math.round(whole / 60);
  if (minutes < 90) return `${String(minutes)} min`;
  const rest = minutes % 60;
  return `${String(Math.floor(minutes / 60))} h${rest === 0 ? "" : ` ${String(rest)} min`}`;
}

/** A size as people write it: "912 bytes", "3.4 kB", "12 MB". */
export function sizeOf(bytes: number): string {
  if (bytes < 1000) return `${String(bytes)} bytes`;
  const units = ["kB", "MB", "GB", "TB"];
  let size = bytes / 1000;
  let unit = 0;
  while (size >= 999.5 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${size < 10 ? size.toFixed(1) : size.toFixed(0)} ${units[unit] ?? ""}`;
}

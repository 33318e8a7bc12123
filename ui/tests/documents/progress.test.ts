import { describe, expect, it } from "vitest";

import type { Job } from "../../src/documents/api";
import { durationOf, isOver, paceOf, shareOf, sizeOf } from "../../src/documents/progress";

const job: Job = {
  id: 1,
  kind: "upload",
  target: "2 files",
  state: "running",
  created_at: "",
  done: 12,
  total: 40,
  failed: 0,
  error: "",
  file: "a.md",
  rate: 3.14,
  seconds_left: 9,
};

describe("the state of a job", () => {
  it("is said in files, pace and time left while it runs", () => {
    expect(paceOf(job)).toBe("12 of 40 files · 3.1 a second · 9 s left");
    expect(paceOf({ ...job, state: "done", done: 40 })).toBe("40 of 40 files");
    expect(paceOf({ ...job, total: 0, done: 0, rate: 0, seconds_left: null })).toBe("looking at the files");
  });

  it("has no share before its files are counted, and never more than all", () => {
    expect(shareOf({ ...job, total: 0 })).toBeNull();
    expect(shareOf(job)).toBe(0.3);
    expect(shareOf({ ...job, done: 50 })).toBe(1);
  });

  it.each(["done", "failed", "cancelled"] as const)("%s is over", (state) => {
    expect(isOver({ ...job, state })).toBe(true);
    expect(isOver(job)).toBe(false);
  });
});

it.each([
  [0.2, "1 s"],
  [89, "89 s"],
  [150, "3 min"],
  [7500, "2 h 5 min"],
  [7200, "2 h"],
])("%d seconds are %s", (seconds, words) => {
  expect(durationOf(seconds)).toBe(words);
});

it.each([
  [0, "0 bytes"],
  [999, "999 bytes"],
  [1000, "1.0 kB"],
  [38_400, "38 kB"],
  [999_600, "1.0 MB"],
  [12_345_678, "12 MB"],
  [5e15, "5000 TB"],
])("%d bytes are %s", (bytes, words) => {
  expect(sizeOf(bytes)).toBe(words);
});

/** Figures as words and as places on a scale from 0 to 1. */
import type { AskedCase, Figure } from "./api";

/** "83 % (66 to 93)" of a share, "1.25 (1.1 to 1.4)" of a mean; "–" where there is none. */
export function figureText({ value, low, high }: Figure, kind: "share" | "mean"): string {
  if (value === null) return "–";
  const show = (number: number) => (kind === "share" ? String(Math.round(number * 100)) : number.toFixed(2));
  const unit = kind === "share" ? " %" : "";
  return low === null || high === null ? `${show(value)}${unit}` : `${show(value)}${unit} (${show(low)} to ${show(high)})`;
}

/** The figures of one metric, those of all cases first. */
export function rowsOf(figures: readonly Figure[], metric: string): readonly Figure[] {
  const own = figures.filter((figure) => figure.metric === metric && figure.value !== null);
  return [...own.filter(({ type }) => type === "all"), ...own.filter(({ type }) => type !== "all")];
}

/** Cases by what went wrong first, the most frequent kind first. */
export function byProblem(cases: readonly AskedCase[]): readonly (readonly [string, readonly AskedCase[]])[] {
  const kinds = new Map<string, AskedCase[]>();
  for (const asked of cases) kinds.set(asked.problem, [...(kinds.get(asked.problem) ?? []), asked]);
  return [...kinds].sort(([, one], [, other]) => other.length - one.length);
}

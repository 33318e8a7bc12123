/** Where a quote stands in a passage, although spaces, quotation marks and dashes may differ. */

export interface Span {
  readonly start: number;
  readonly end: number;
}

const SAME: Readonly<Record<string, string>> = { "“": '"', "”": '"', "„": '"', "’": "'", "‘": "'", "–": "-", "—": "-" };

/** The places of a quote's parts (an ellipsis divides them) in reading order; empty when one is not there. */
export function locate(text: string, quote: string): Span[] {
  const plain = flatten(text);
  const spans: Span[] = [];
  let from = 0;
  for (const part of quote.split(/…|\.{3}/)) {
    const wanted = flatten(part).text.trim();
    if (wanted === "") continue;
    const at = plain.text.indexOf(wanted, from);
    if (at < 0) return [];
    from = at + wanted.length;
    spans.push({ start: plain.origin[at] ?? 0, end: (plain.origin[from - 1] ?? 0) + 1 });
  }
  return spans;
}

/** The text within a span (all of it, if not told), cut at the marks; each piece with whether it is marked. */
export function cut(
  text: string,
  marks: readonly Span[],
  within: Span = { start: 0, end: text.length },
): { text: string; marked: boolean }[] {
  const pieces: { text: string; marked: boolean }[] = [];
  let from = within.start;
  for (const mark of marks) {
    const start = Math.max(mark.start, from);
    const end = Math.min(mark.end, within.end);
    if (start >= end) continue;
    pieces.push({ text: text.slice(from, start), marked: false }, { text: text.slice(start, end), marked: true });
    from = end;
  }
  pieces.push({ text: text.slice(from, within.end), marked: false });
  return pieces.filter((piece) => piece.text !== "");
}

/** Lower case, one space for any run of spaces, plain quotes; `origin` maps each character back. */
function flatten(text: string): { text: string; origin: number[] } {
  let flat = "";
  const origin: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const raw = text.charAt(at);
    const lower = raw.toLowerCase();
    const character = /\s/.test(raw) ? " " : (SAME[raw] ?? (lower.length === 1 ? lower : raw));
    if (character === " " && flat.endsWith(" ")) continue;
    flat += character;
    origin.push(at);
  }
  return { text: flat, origin };
}

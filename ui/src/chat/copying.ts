/** An answer as text for somewhere else. */
import { isFact, placeOf } from "./words";
import { quoteInBrief } from "../documents/passage";
import { texts } from "../texts";
import type { Citation } from "./events";

/** The answer as markdown, with the sources it cites and their quotes below. */
export function asMarkdown(text: string, citations: readonly Citation[]): string {
  if (citations.length === 0) return text.trim() + "\n";
  const sources = citations.map(sourceLine);
  return [text.trim(), "", `**${texts.chat.copied.sources}**`, "", ...sources, ""].join("\n");
}

function sourceLine(citation: Citation): string {
  const place = isFact(citation) ? texts.chat.tree : placeOf(citation);
  const where = [plain(citation.file), plain(place)].filter((part) => part !== "").join(", ");
  const quote = quoteInBrief(citation.quote).split("\n").map(plain).join(" / ");
  return `[${String(citation.number)}] ${where}: “${quote}”  `;
}

/** A name of a file or a quote is text, wherever it is pasted as markdown. */
function plain(text: string): string {
  return text.replace(/\s+/g, " ").replace(/[\\`*_[\]<>|#]/g, "\\$&");
}

/** A title as the name of a file. */
export function fileNameOf(title: string): string {
  const name = title.replace(/[^\p{L}\p{N} ._-]+/gu, "-").replace(/^[\s.-]+|[\s.-]+$/g, "").slice(0, 60);
  return `${name === "" ? texts.chat.talks.fileName : name}.md`;
}

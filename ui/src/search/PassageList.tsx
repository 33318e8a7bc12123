import { Link } from "wouter";

import { placeOf } from "../chat/words";
import { texts } from "../texts";
import type { FoundPassage } from "./api";
import { scoreOf, WAYS, type Way } from "./ranks";

interface PassageListProps {
  readonly title: string;
  readonly note?: string;
  readonly passages: readonly FoundPassage[];
  /** Where else a passage stands; null where there is nowhere else. */
  readonly ranks: ReadonlyMap<string, Readonly<Partial<Record<Way, number>>>> | null;
}

/** Passages by rank; each opens to its text, and leads to its document. */
export function PassageList({ title, note = "", passages, ranks }: PassageListProps) {
  return (
    <section className="way" aria-label={title}>
      <h2>{title}</h2>
      {note !== "" && <p className="way-note">{note}</p>}
      {passages.length === 0 && <p className="way-note">{texts.search.nothing}</p>}
      <ol>
        {passages.map((passage) => (
          <li key={passage.chunk_id}>
            <details>
              <summary>
                <span className="way-rank">{passage.rank}</span>
                <span className="way-words">
                  <span className="way-file">{passage.file}</span>
                  <span className="way-text">{passage.text}</span>
                </span>
                <span className="way-score">{scoreOf(passage)}</span>
              </summary>
              <p className="way-place">{placeOf(passage)}</p>
              <p className="way-whole">{passage.text}</p>
              {ranks !== null && <p className="way-place">{elsewhere(ranks.get(passage.chunk_id) ?? {})}</p>}
              <Link href={`/documents/${encodeURIComponent(passage.document_id)}`}>{texts.search.open}</Link>
            </details>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** "meaning 3 · words – · both 1 · chosen 1" */
function elsewhere(ranks: Readonly<Partial<Record<Way, number>>>): string {
  return WAYS.map((way) => `${texts.search.short[way]} ${String(ranks[way] ?? "–")}`).join(" · ");
}

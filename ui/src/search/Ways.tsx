import { texts } from "../texts";
import type { SearchWays } from "./api";
import { PassageList } from "./PassageList";
import { ranksOf, WAYS } from "./ranks";

/** The lists side by side, and what the model would get to read. */
export function Ways({ found }: { readonly found: SearchWays }) {
  const ranks = ranksOf(found);
  return (
    <>
      <div className="ways">
        {WAYS.map((way) => (
          <PassageList key={way} title={texts.search.ways[way]} note={texts.search.notes[way]} passages={found[way]} ranks={ranks} />
        ))}
      </div>
      <section className="context-box">
        <h2>{texts.search.context(found.tokens)}</h2>
        {found.context === "" ? (
          <p className="panel-note">{texts.search.noContext}</p>
        ) : (
          <pre role="region" aria-label={texts.search.context(found.tokens)} tabIndex={0}>{found.context}</pre>
        )}
      </section>
    </>
  );
}

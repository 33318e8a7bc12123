import type { Library } from "../documents/useLibrary";
import { texts } from "../texts";
import { exampleQuestions } from "./words";

interface WelcomeProps {
  readonly library: Library;
  readonly onAsk: (question: string) => void;
  readonly onLibrary: () => void;
}

/** Before the first question: what this is, and something to begin with. */
export function Welcome({ library, onAsk, onLibrary }: WelcomeProps) {
  if (library.documents === null) return <div className="welcome" aria-busy={library.problem === null} />;
  if (library.documents.length === 0 && library.tree === null) return <NothingYet />;
  const titles = library.documents.map((each) => (each.title === "" ? each.file : each.title));
  return (
    <section className="welcome" aria-labelledby="welcome-title">
      <h2 id="welcome-title">
        {library.tree === null ? texts.chat.welcome.documents : texts.chat.welcome.organisation(library.tree.name)}
      </h2>
      <p>{texts.chat.welcome.promise}</p>
      <h3>{texts.chat.welcome.example}</h3>
      <ul className="examples">
        {exampleQuestions(spread(titles), library.tree).map((question) => (
          <li key={question}>
            <button
              type="button"
              onClick={() => {
                onAsk(question);
              }}
            >
              {question}
            </button>
          </li>
        ))}
      </ul>
      <button type="button" className="text-button" onClick={onLibrary}>
        {texts.chat.welcome.all}
      </button>
    </section>
  );
}

function NothingYet() {
  return (
    <section className="welcome" aria-labelledby="welcome-title">
      <h2 id="welcome-title">{texts.chat.welcome.nothing}</h2>
      <p>{texts.chat.welcome.nothingHint}</p>
      <pre>
        <code>{"trag ingest path/to/documents\ntrag tree import org.yaml"}</code>
      </pre>
    </section>
  );
}

/** Some titles from all over the list, so that the examples differ. */
function spread(titles: readonly string[]): string[] {
  const unique = [...new Set(titles)];
  const step = Math.max(1, Math.floor(unique.length / 4));
  return unique.filter((_, index) => index % step === 0);
}

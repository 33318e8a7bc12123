import { useMutation } from "@tanstack/react-query";
import { useState, type SubmitEvent } from "react";

import { asProblem } from "../api/http";
import { may, useSession } from "../api/session";
import { Icon } from "../parts/Icon";
import { ProblemNote } from "../parts/ProblemNote";
import "../styles/search.css";
import { texts } from "../texts";
import { findPassages, findWays } from "./api";
import { PassageList } from "./PassageList";
import { Ways } from "./Ways";

/** The retrieval test: a question, and what is found for it without anybody answering. */
export default function SearchScreen() {
  const session = useSession();
  const [question, setQuestion] = useState("");
  const keeps = may(session, "editor");
  const search = useMutation({
    mutationFn: async (asked: string) => ({
      ways: keeps ? await findWays(asked) : null,
      result: keeps ? null : await findPassages(asked),
    }),
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (question.trim() !== "") search.mutate(question.trim());
  };
  return (
    <div className="search">
      <header className="screen-head">
        <h1>{texts.search.title}</h1>
      </header>
      <main>
        <form className="search-form" role="search" onSubmit={submit}>
          <input
            type="search"
            aria-label={texts.search.question}
            placeholder={texts.search.question}
            value={question}
            maxLength={4000}
            onChange={(event) => { setQuestion(event.target.value); }}
          />
          <button type="submit" className="round-button" disabled={search.isPending || question.trim() === ""}>
            <Icon name="search" /> {texts.search.find}
          </button>
        </form>
        {search.error !== null && <ProblemNote problem={asProblem(search.error)} />}
        {search.data === undefined && search.error === null && (
          <p className="room-empty">{keeps ? texts.search.hintWays : texts.search.hint}</p>
        )}
        <div aria-live="polite" aria-busy={search.isPending}>
          {search.data?.ways && <Ways found={search.data.ways} />}
          {search.data?.result && <PassageList title={texts.search.ways.chosen} passages={search.data.result.passages} ranks={null} />}
        </div>
      </main>
    </div>
  );
}

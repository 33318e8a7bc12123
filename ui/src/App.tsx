import { useCallback, useRef, useState } from "react";

import { hasKey, keepKey } from "./api";
import { AnswerList } from "./components/AnswerList";
import { Composer } from "./components/Composer";
import { Header } from "./components/Header";
import { KeyForm } from "./components/KeyForm";
import { Panel } from "./components/Panel";
import { Troubles } from "./components/Troubles";
import { Welcome } from "./components/Welcome";
import type { Answer } from "./events";
import type { PanelContent } from "./panelContent";
import { useChat } from "./useChat";
import { useFollow } from "./useFollow";
import { lacks, useLibrary } from "./useLibrary";
import { useNarrow } from "./useNarrow";
import { useTroubles } from "./useTroubles";

/** The whole page: what is loaded, the conversation, the question to come, and the source beside it. */
export function App() {
  const [keyNeeded, setKeyNeeded] = useState(false);
  const [version, setVersion] = useState(0);
  const [panel, setPanel] = useState<PanelContent | null>(null);
  const opener = useRef<Element | null>(null);
  const input = useRef<HTMLTextAreaElement>(null);
  const askForKey = useCallback(() => {
    setKeyNeeded(true);
  }, []);
  const library = useLibrary(version, askForKey);
  const troubles = useTroubles(version);
  const chat = useChat(askForKey, (answer: Answer) => {
    if (lacks(library, answer.citations)) refresh();
  });
  const narrow = useNarrow();
  useFollow(chat.exchanges);

  function refresh(): void {
    setVersion((before) => before + 1);
  }
  function open(content: PanelContent): void {
    // A step inside the panel keeps the place to return to.
    if (panel === null) opener.current = document.activeElement;
    setPanel(content);
  }
  function close(): void {
    setPanel(null);
    if (opener.current instanceof HTMLElement) opener.current.focus({ preventScroll: true });
  }
  function ask(question: string): void {
    if (narrow) setPanel(null);
    chat.ask(question);
    input.current?.focus();
  }

  if (keyNeeded) {
    // The key that is kept already is the one the server did not take.
    const give = (key: string) => {
      keepKey(key);
      setKeyNeeded(false);
      refresh();
    };
    return <KeyForm refused={hasKey()} onKey={give} />;
  }
  const empty = chat.exchanges.length === 0;
  const openLibrary = () => {
    refresh();
    open({ kind: "library" });
  };
  const startAgain = () => {
    chat.clear();
    setPanel(null);
    input.current?.focus();
  };
  return (
    <div className="page" data-panel={panel !== null}>
      <div className="page-main" inert={narrow && panel !== null}>
        <Header library={library} onLibrary={openLibrary} onNew={empty ? null : startAgain} />
        <main className="main">
          <div className={empty ? "conversation is-empty" : "conversation"}>
            <Troubles problem={library.problem} checks={troubles} onRetry={refresh} />
            {empty ? (
              <Welcome library={library} onAsk={ask} onLibrary={openLibrary} />
            ) : (
              <AnswerList
                exchanges={chat.exchanges}
                hasTree={library.tree !== null}
                onAsk={ask}
                onRetry={chat.retry}
                onOpen={(citation) => {
                  open({ kind: "source", citation });
                }}
              />
            )}
          </div>
          <Composer ref={input} busy={chat.busy} onAsk={ask} onStop={chat.stop} />
        </main>
      </div>
      {panel !== null && <Panel content={panel} library={library} onOpen={open} onClose={close} />}
    </div>
  );
}

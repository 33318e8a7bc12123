import { useRef, useState } from "react";

import { lacks, useLibrary } from "../documents/useLibrary";
import { useNarrow } from "../parts/useNarrow";
import { Header } from "../shell/Header";
import { Troubles } from "../shell/Troubles";
import { useTroubles } from "../shell/useTroubles";
import { AnswerList } from "./AnswerList";
import { Composer } from "./Composer";
import { Panel } from "./Panel";
import type { PanelContent } from "./panelContent";
import { useChat } from "./useChat";
import { useFollow } from "./useFollow";
import { Welcome } from "./Welcome";

/** The conversation, the question to come, and the source beside it. */
export function ChatScreen() {
  const [panel, setPanel] = useState<PanelContent | null>(null);
  const opener = useRef<Element | null>(null);
  const input = useRef<HTMLTextAreaElement>(null);
  const [library, refresh] = useLibrary();
  const troubles = useTroubles();
  const chat = useChat((answer) => {
    if (lacks(library, answer.citations)) refresh();
  });
  const narrow = useNarrow();
  useFollow(chat.exchanges);

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

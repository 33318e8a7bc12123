import { useEffect, useMemo, useRef, useState } from "react";
import { useLocation } from "wouter";

import { lacks, useLibrary } from "../documents/useLibrary";
import { ProblemNote } from "../parts/ProblemNote";
import { useNarrow } from "../parts/useNarrow";
import { Header } from "../shell/Header";
import { Troubles } from "../shell/Troubles";
import { useTroubles } from "../shell/useTroubles";
import "../styles/talks.css";
import { texts } from "../texts";
import { talkAddress, talkAt } from "./addresses";
import { AnswerList, lineOf, type AnswerActs } from "./AnswerList";
import { Composer } from "./Composer";
import { Panel } from "./Panel";
import { Talks, useTalksPlace } from "./Talks";
import { useChat, type ChatEvents } from "./useChat";
import { useFollow } from "./useFollow";
import { usePanel } from "./usePanel";
import { Welcome } from "./Welcome";

/** The conversations, the one that is looked at, the question to come, and the source beside it. */
export function ChatScreen() {
  const [address, go] = useLocation();
  const id = talkAt(address);
  const input = useRef<HTMLTextAreaElement>(null);
  const [draft, setDraft] = useState({ text: "", number: 0 });
  const panel = usePanel();
  const [library, refresh] = useLibrary();
  const troubles = useTroubles();
  const narrow = useNarrow();
  const talks = useTalksPlace(panel.content !== null);
  const events = useMemo<ChatEvents>(
    () => ({
      onBegun: (begun) => {
        if (["", "#", "#/"].includes(window.location.hash)) go(talkAddress(begun), { replace: true });
      },
      onAnswer: (answer) => {
        if (lacks(library, answer.citations)) refresh();
      },
    }),
    [go, library, refresh],
  );
  const chat = useChat(id, events);
  useFollow(chat.talk.exchanges, lineOf);
  useEffect(() => {
    if (draft.number > 0) input.current?.focus();
  }, [draft]);
  const { open, leave } = panel;
  const acts = useMemo<AnswerActs>(
    () => ({
      ...chat.acts,
      ask: (question) => {
        if (narrow) leave();
        chat.acts.ask(question);
        input.current?.focus();
      },
      open: (citation) => {
        open({ kind: "source", citation });
      },
      why: (exchange) => {
        open({ kind: "why", exchange });
      },
      edit: (text) => {
        setDraft(({ number }) => ({ text, number: number + 1 }));
      },
    }),
    [chat.acts, narrow, open, leave],
  );
  const openLibrary = () => {
    refresh();
    open({ kind: "library" });
  };
  const leaveTalk = () => {
    if (id === "") chat.acts.clear();
    else go("/");
    leave();
    input.current?.focus();
  };
  const { exchanges, before, unkept } = chat.talk;
  const isNew = id === "" && exchanges.length === 0;
  return (
    <div className="page" data-panel={panel.content !== null} data-talks={talks.isOpen && !talks.isDrawer}>
      <Talks
        place={talks}
        current={id}
        onGone={(gone) => {
          if (gone === id) leaveTalk();
        }}
      />
      <div className="page-main" inert={narrow && panel.content !== null}>
        <Header
          library={library}
          hasTalks={talks.isOpen}
          onTalks={() => {
            talks.setOpen(!talks.isOpen);
          }}
          onLibrary={openLibrary}
          onNew={isNew ? null : leaveTalk}
        />
        <main className="main">
          <div className={isNew ? "conversation is-empty" : "conversation"}>
            <Troubles problem={library.problem} checks={troubles} onRetry={refresh} />
            {chat.problem !== null && <ProblemNote problem={chat.problem} onRetry={chat.reopen} />}
            {chat.isOpening && <p className="note">{texts.chat.talks.opening}</p>}
            {isNew && <Welcome library={library} onAsk={acts.ask} onLibrary={openLibrary} />}
            {exchanges.length > 0 && (
              <AnswerList
                exchanges={exchanges}
                hasTree={library.tree !== null}
                isBusy={chat.isBusy}
                onEarlier={before > 0 ? chat.earlier : null}
                acts={acts}
              />
            )}
          </div>
          {unkept !== null && (
            <ProblemNote
              problem={{
                code: unkept.code,
                message: `${texts.chat.talks.notKept}: ${unkept.message}`,
                hint: `${unkept.hint} ${texts.chat.talks.notKeptHint}`.trim(),
              }}
            />
          )}
          <Composer
            key={draft.number}
            ref={input}
            draft={draft.text}
            busy={chat.isBusy}
            onAsk={acts.ask}
            onStop={chat.acts.stop}
          />
        </main>
      </div>
      {panel.content !== null && (
        <Panel content={panel.content} library={library} onOpen={open} onClose={panel.close} />
      )}
    </div>
  );
}

import { useEffect, useReducer, useRef } from "react";

import { asProblem } from "../api/http";
import { change, historyOf, type Exchange } from "./conversation";
import type { Answer } from "./events";
import { isOver } from "./fold";
import { ask } from "./stream";

export interface Chat {
  readonly exchanges: readonly Exchange[];
  readonly busy: boolean;
  readonly ask: (question: string) => void;
  readonly retry: (exchange: Exchange) => void;
  readonly stop: () => void;
  readonly clear: () => void;
}

/** A conversation with the server; `onAnswer` is called with every whole answer. */
export function useChat(onAnswer: (answer: Answer) => void): Chat {
  const [exchanges, dispatch] = useReducer(change, []);
  const running = useRef<AbortController | null>(null);
  const nextId = useRef(1);
  useEffect(() => () => running.current?.abort(), []);

  async function run(id: number, question: string, before: readonly Exchange[]): Promise<void> {
    const controller = new AbortController();
    running.current = controller;
    try {
      for await (const event of ask(question, historyOf(before), controller.signal)) {
        dispatch({ kind: "received", id, event });
        if (event.name === "done") onAnswer(event.answer);
      }
    } catch (error) {
      if (controller.signal.aborted) return; // the reader stopped it, and the page shows that already
      dispatch({ kind: "received", id, event: { name: "error", problem: asProblem(error) } });
    }
  }

  function begin(question: string, before: readonly Exchange[]): void {
    const text = question.trim();
    if (text === "" || before.some((each) => !isOver(each.reply))) return;
    const id = nextId.current++;
    dispatch({ kind: "asked", id, question: text, askedAt: Date.now() });
    void run(id, text, before);
  }

  function stop(): void {
    running.current?.abort();
    const last = exchanges.at(-1);
    if (last !== undefined) dispatch({ kind: "received", id: last.id, event: { name: "stopped" } });
  }

  return {
    exchanges,
    busy: exchanges.some((each) => !isOver(each.reply)),
    ask: (question) => {
      begin(question, exchanges);
    },
    retry: (exchange) => {
      dispatch({ kind: "dropped", id: exchange.id });
      begin(
        exchange.question,
        exchanges.filter((each) => each.id !== exchange.id),
      );
    },
    stop,
    clear: () => {
      stop();
      dispatch({ kind: "cleared" });
    },
  };
}

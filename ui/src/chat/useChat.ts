import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";

import { asProblem } from "../api/http";
import type { Problem } from "../api/problems";
import { begin, isBusy, keyOf, LISTS, put, stop, talkOf } from "./asking";
import type { Exchange } from "./conversation";
import { giveFeedback, withdrawFeedback, type Feedback } from "./conversations";
import type { Answer } from "./events";
import { isOver } from "./fold";
import { emptyTalk, readEarlier, readTalk, withEarlier, type Talk } from "./talk";

const AGAIN = 3000; // milliseconds until a question that another window asked is looked after

export interface Chat {
  readonly talk: Talk;
  readonly isOpening: boolean;
  readonly isBusy: boolean;
  /** Why the conversation can't be shown, or something about it did not work. */
  readonly problem: Problem | null;
  readonly reopen: () => void;
  readonly earlier: () => void;
  readonly acts: ChatActs;
}

/** What can be done in a conversation; the same object as long as it is the same conversation. */
export interface ChatActs {
  readonly ask: (question: string) => void;
  readonly retry: (exchange: Exchange) => void;
  readonly stop: () => void;
  readonly judge: (exchange: Exchange, feedback: Feedback | null) => void;
  /** Forget a talk that the server does not keep. */
  readonly clear: () => void;
}

export interface ChatEvents {
  /** A new talk is kept from now on, under this id. */
  readonly onBegun: (id: string) => void;
  readonly onAnswer: (answer: Answer) => void;
}

/** The conversation with an id, or with "" the new one. `events` has to stay the same object. */
export function useChat(id: string, events: ChatEvents): Chat {
  const client = useQueryClient();
  const { data, error, refetch } = useQuery({
    queryKey: keyOf(id),
    queryFn: () => (id === "" ? emptyTalk : readTalk(id)),
    staleTime: Infinity,
    gcTime: 30 * 60_000,
    structuralSharing: false,
    refetchInterval: ({ state }) => (state.data?.exchanges.some(isAskedElsewhere) === true ? AGAIN : false),
  });
  const earlier = useMutation({
    mutationFn: () => readEarlier(id, talkOf(client, id)),
    onSuccess: (read) => client.setQueryData<Talk>(keyOf(id), (talk) => talk && withEarlier(talk, read)),
  });
  const judge = useMutation({
    mutationFn: async ({ exchange, feedback }: { exchange: Exchange; feedback: Feedback | null }) => {
      if (feedback === null) await withdrawFeedback(exchange.messageId);
      else await giveFeedback(exchange.messageId, feedback);
    },
    onMutate: ({ exchange, feedback }) => {
      put(client, id, { kind: "judged", id: exchange.id, feedback });
    },
    onError: (_, { exchange }) => {
      put(client, id, { kind: "judged", id: exchange.id, feedback: exchange.feedback });
    },
  });
  const { mutate } = judge;
  const acts = useMemo<ChatActs>(() => {
    const place = { client, id, ...events };
    return {
      ask: (question) => {
        begin(place, question);
      },
      retry: (exchange) => {
        // An answer that is whole stays beside the new one.
        begin(place, exchange.question, exchange.reply.state === "done" ? undefined : exchange);
      },
      stop: () => {
        stop(place);
      },
      judge: (exchange, feedback) => {
        mutate({ exchange, feedback });
      },
      clear: () => {
        stop(place);
        client.setQueryData<Talk>(keyOf(id), emptyTalk);
        void client.invalidateQueries({ queryKey: LISTS });
      },
    };
  }, [client, id, events, mutate]);
  const talk = data ?? emptyTalk;
  const wrong = error ?? earlier.error ?? judge.error;
  return {
    talk,
    isOpening: data === undefined && error === null && id !== "",
    isBusy: isBusy(talk),
    problem: wrong === null ? null : asProblem(wrong),
    reopen: () => void refetch(),
    earlier: () => {
      if (!earlier.isPending && talk.before > 0) earlier.mutate();
    },
    acts,
  };
}

function isAskedElsewhere({ isKept, reply }: Exchange): boolean {
  return isKept && !isOver(reply);
}

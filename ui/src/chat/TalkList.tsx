import { useInfiniteQuery } from "@tanstack/react-query";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useDeferredValue, useRef, useState } from "react";

import { asProblem } from "../api/http";
import { ProblemNote } from "../parts/ProblemNote";
import { Space } from "../parts/Space";
import { texts } from "../texts";
import { LISTS } from "./asking";
import { listConversations, type Conversation } from "./conversations";
import { TalkLine } from "./TalkLine";

const LINE = 40; // pixels

interface TalkListProps {
  /** The id of the conversation that is looked at. */
  readonly current: string;
  readonly onChoose: () => void;
  readonly onGone: (id: string) => void;
}

/** The conversations that are kept, the newest first: found, opened, renamed, exported and deleted. */
export function TalkList({ current, onChoose, onGone }: TalkListProps) {
  const [text, setText] = useState("");
  const search = useDeferredValue(text.trim());
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: [...LISTS, search],
    queryFn: ({ pageParam }) => listConversations(search, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
  const talks = data?.pages.flatMap((page) => page.conversations) ?? [];
  return (
    <nav className="talks" aria-label={texts.chat.talks.title}>
      <div className="talks-find">
        <input
          type="search"
          aria-label={texts.chat.talks.find}
          placeholder={texts.chat.talks.find}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
          }}
        />
      </div>
      {error !== null && <ProblemNote problem={asProblem(error)} onRetry={() => void refetch()} />}
      {data !== undefined && talks.length === 0 && (
        <p className="talks-none">{search === "" ? texts.chat.talks.none : texts.chat.talks.nothing}</p>
      )}
      <Lines
        talks={talks}
        current={current}
        onChoose={onChoose}
        onGone={onGone}
        onEnd={() => {
          if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
        }}
      />
    </nav>
  );
}

interface LinesProps extends TalkListProps {
  readonly talks: readonly Conversation[];
  readonly onEnd: () => void;
}

/** Only the lines in sight are drawn, and more are asked for near the end. */
function Lines({ talks, current, onChoose, onGone, onEnd }: LinesProps) {
  const box = useRef<HTMLDivElement>(null);
  const lines = useVirtualizer({
    count: talks.length,
    getScrollElement: () => box.current,
    estimateSize: () => LINE,
    overscan: 10,
    onChange: ({ range }) => {
      if (range !== null && range.endIndex >= talks.length - 10) onEnd();
    },
  });
  const shown = lines.getVirtualItems();
  if (talks.length === 0) return null;
  return (
    <div ref={box} className="talk-list" role="list" aria-label={texts.chat.talks.title}>
      <Space height={shown[0]?.start ?? 0} />
      {shown.map(({ index }) => {
        const talk = talks[index];
        return talk === undefined ? null : (
          <TalkLine key={talk.id} talk={talk} isCurrent={talk.id === current} onChoose={onChoose} onGone={onGone} />
        );
      })}
      <Space height={lines.getTotalSize() - (shown.at(-1)?.end ?? 0)} />
    </div>
  );
}

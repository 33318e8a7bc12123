import { useEffect, useLayoutEffect, useRef } from "react";

import type { Exchange } from "./conversation";

const NEAR = 120; // pixels from the end that still count as "at the end"

/**
 * Keep the end of the conversation in view, unless the reader scrolled up to read; what is read before the
 * beginning moves nothing. `lineOf` tells which element an exchange is.
 */
export function useFollow(exchanges: readonly Exchange[], lineOf: (id: string) => Element | null): void {
  const following = useRef(true);
  const seen = useRef({ first: "", last: "", top: 0 });
  useEffect(() => {
    const look = () => {
      const { scrollHeight, clientHeight, scrollTop } = document.documentElement;
      following.current = scrollHeight - clientHeight - scrollTop < NEAR;
      seen.current.top = topOf(lineOf(seen.current.first));
    };
    window.addEventListener("scroll", look, { passive: true });
    return () => {
      window.removeEventListener("scroll", look);
    };
  }, [lineOf]);
  useLayoutEffect(() => {
    const { first, last, top } = seen.current;
    const now = { first: exchanges[0]?.id ?? "", last: exchanges.at(-1)?.id ?? "" };
    if (now.last === "") window.scrollTo({ top: 0 });
    else if (now.last !== last || following.current) window.scrollTo({ top: document.documentElement.scrollHeight });
    else if (now.first !== first) window.scrollBy({ top: topOf(lineOf(first)) - top });
    seen.current = { ...now, top: topOf(lineOf(now.first)) };
  }, [exchanges, lineOf]);
}

function topOf(line: Element | null): number {
  return line?.getBoundingClientRect().top ?? 0;
}

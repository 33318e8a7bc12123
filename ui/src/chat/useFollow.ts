import { useEffect, useLayoutEffect, useRef } from "react";

import type { Exchange } from "./conversation";

const NEAR = 120; // pixels from the end that still count as "at the end"

/** Keep the end of the conversation in view, unless the reader scrolled up to read. */
export function useFollow(exchanges: readonly Exchange[]): void {
  const following = useRef(true);
  const count = useRef(0);
  useEffect(() => {
    const look = () => {
      const { scrollHeight, clientHeight, scrollTop } = document.documentElement;
      following.current = scrollHeight - clientHeight - scrollTop < NEAR;
    };
    window.addEventListener("scroll", look, { passive: true });
    return () => {
      window.removeEventListener("scroll", look);
    };
  }, []);
  useLayoutEffect(() => {
    const asked = exchanges.length > count.current;
    count.current = exchanges.length;
    if (asked || following.current) window.scrollTo({ top: document.documentElement.scrollHeight });
  }, [exchanges]);
}

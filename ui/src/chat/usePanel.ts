import { useCallback, useRef, useState } from "react";

import type { PanelContent } from "./panelContent";

export interface PanelState {
  readonly content: PanelContent | null;
  readonly open: (content: PanelContent) => void;
  /** Close it, and go back to where it was opened from. */
  readonly close: () => void;
  /** Close it; the focus goes elsewhere. */
  readonly leave: () => void;
}

/** What the panel shows, and where its reader came from. */
export function usePanel(): PanelState {
  const [content, setContent] = useState<PanelContent | null>(null);
  const opener = useRef<Element | null>(null);
  const open = useCallback((next: PanelContent) => {
    const active = document.activeElement;
    // A step inside the panel keeps the place to return to.
    if (active?.closest(".panel") == null) opener.current = active;
    setContent(next);
  }, []);
  const close = useCallback(() => {
    setContent(null);
    if (opener.current instanceof HTMLElement) opener.current.focus({ preventScroll: true });
  }, []);
  const leave = useCallback(() => {
    setContent(null);
  }, []);
  return { content, open, close, leave };
}

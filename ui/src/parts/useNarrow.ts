import { useCallback, useSyncExternalStore } from "react";

/** True while the screen is as the media query says. */
export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (onChange: () => void) => {
      const media = window.matchMedia(query);
      media.addEventListener("change", onChange);
      return () => {
        media.removeEventListener("change", onChange);
      };
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => window.matchMedia(query).matches);
}

/** True on a screen where the panel covers the conversation. */
export function useNarrow(): boolean {
  return useMedia("(max-width: 60rem)"); // the same width as in panel.css
}

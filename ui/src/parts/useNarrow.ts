import { useSyncExternalStore } from "react";

const query = "(max-width: 60rem)"; // the same width as in panel.css

function subscribe(onChange: () => void): () => void {
  const media = window.matchMedia(query);
  media.addEventListener("change", onChange);
  return () => {
    media.removeEventListener("change", onChange);
  };
}

/** True on a screen where the panel covers the conversation. */
export function useNarrow(): boolean {
  return useSyncExternalStore(subscribe, () => window.matchMedia(query).matches);
}

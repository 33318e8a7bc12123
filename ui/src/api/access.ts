/** Whether the server lets this browser in; any request may find out that it does not. */
import { useSyncExternalStore } from "react";

const listeners = new Set<() => void>();
let shutOut = false;

/** The server asks who this is. */
export function setShutOut(is: boolean): void {
  if (shutOut === is) return;
  shutOut = is;
  for (const listener of listeners) listener();
}

/** True while the server wants to know who this is before it answers anything. */
export function useShutOut(): boolean {
  return useSyncExternalStore(subscribe, () => shutOut);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

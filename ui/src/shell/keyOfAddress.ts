import { keepKey } from "../api/http";

/** Take the key out of the address that `trag serve` prints, #/key/KEY; no server and no history keeps it. */
export function keepKeyOfAddress(): void {
  const key = /^#\/key\/(.+)$/.exec(location.hash)?.[1];
  if (key === undefined) return;
  keepKey(decodeURIComponent(key));
  history.replaceState(null, "", `${location.pathname}${location.search}#/`);
}

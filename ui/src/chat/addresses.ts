/** The address of a conversation inside the page; with "" that of a new one. */
export function talkAddress(id: string): string {
  return id === "" ? "/" : `/c/${encodeURIComponent(id)}`;
}

/** The id of the conversation that an address opens; "" for a new one. */
export function talkAt(address: string): string {
  const found = /^\/c\/(.+)$/.exec(address)?.[1] ?? "";
  try {
    return decodeURIComponent(found);
  } catch {
    return found; // no address that this page made
  }
}

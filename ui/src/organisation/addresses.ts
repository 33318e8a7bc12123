/** The address of a unit inside the page. */
export function unitAddress(id: string): string {
  return `/organisation/${encodeURIComponent(id)}`;
}

/** The id of the unit that an address opens; "" for none. */
export function unitAt(address: string): string {
  return decodeURIComponent(/^\/organisation\/(.+)$/.exec(address)?.[1] ?? "");
}

/** Put a text on the clipboard. Raises if the browser refuses. */
export async function copyText(text: string): Promise<void> {
  // Browsers offer the first way only to pages they hold to be secure: not over http in a local network.
  if (window.isSecureContext) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "hidden";
  document.body.append(area);
  area.select();
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  const isCopied = document.execCommand("copy");
  area.remove();
  if (!isCopied) throw new Error("The browser refused.");
}

/** Save a text as a file of the reader's machine. */
export function saveText(text: string, file: string): void {
  saveBlob(new Blob([text], { type: "text/plain;charset=utf-8" }), file);
}

/** Save bytes as a file of the reader's machine, under the last part of the name. */
export function saveBlob(blob: Blob, file: string): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = address;
  link.download = file.split("/").pop() ?? "file";
  link.click();
  URL.revokeObjectURL(address);
}

/** The files in what was dropped on the page, folders included. */
import type { DropItem } from "react-aria-components";

import type { SentFile } from "./api";

export async function filesOf(items: readonly DropItem[], folder = ""): Promise<SentFile[]> {
  const found: SentFile[] = [];
  for (const item of items) {
    if (item.kind === "file") found.push({ file: await item.getFile(), name: folder + item.name });
    if (item.kind !== "directory") continue;
    const inside: DropItem[] = [];
    for await (const entry of item.getEntries()) inside.push(entry);
    found.push(...(await filesOf(inside, `${folder}${item.name}/`)));
  }
  return found;
}

/** The files somebody chose; those of a folder with its path. */
export function chosenFiles(files: Iterable<File>): SentFile[] {
  return Array.from(files, (file) => ({ file, name: file.webkitRelativePath === "" ? file.name : file.webkitRelativePath }));
}

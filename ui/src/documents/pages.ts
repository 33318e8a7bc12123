/** Where things are on a picture of a PDF's page. */
import type { PassageBox } from "../api/http";

export interface PageSize {
  readonly width: number;
  readonly height: number;
}

/** How wide a page is drawn, in percent of the room there is. */
export const ZOOMS = [100, 150, 200, 300] as const;
const ROOM = 560; // pixels of the panel, at most
const WIDEST = 2000;
const EDGE = 2; // points around a passage, so that its mark does not cut the letters

/** The size of a page as the server tells it ("595.28 841.89", in points); null if it doesn't. */
export function sizeOfPage(told: string | null): PageSize | null {
  const [width = NaN, height = NaN] = (told ?? "").split(" ").map(Number);
  return width > 0 && height > 0 ? { width, height } : null;
}

/** How many pixels to ask for; the server draws in steps of 100. */
export function widthFor(zoom: number, density: number): number {
  const wanted = (ROOM * Math.max(1, density) * (ZOOMS[zoom] ?? 100)) / 100;
  return Math.min(WIDEST, Math.ceil(wanted / 100) * 100);
}

/** A box as CSS properties in percent of the page; null where the page's size is unknown. */
export function placeOn(box: PassageBox, size: PageSize | null): Readonly<Record<string, string>> | null {
  if (size === null) return null;
  const left = Math.max(0, box.left - EDGE);
  const top = Math.max(0, box.top - EDGE);
  return {
    left: percent(left, size.width),
    top: percent(top, size.height),
    width: percent(Math.min(size.width, box.right + EDGE) - left, size.width),
    height: percent(Math.min(size.height, box.bottom + EDGE) - top, size.height),
  };
}

function percent(part: number, whole: number): string {
  return `${String(Math.round((part / whole) * 10_000) / 100)}%`;
}

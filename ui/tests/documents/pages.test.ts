import { expect, test } from "vitest";

import { placeOn, sizeOfPage, widthFor, ZOOMS } from "../../src/documents/pages";

const BOX = { page: 1, left: 102, top: 52, right: 298, bottom: 98 };

test("a box is put where it stands, with a little room around it", () => {
  expect(placeOn(BOX, { width: 400, height: 200 })).toEqual({ left: "25%", top: "25%", width: "50%", height: "25%" });
});

test("a box never leaves the page", () => {
  const all = { page: 1, left: 0, top: 0, right: 500, bottom: 500 };
  expect(placeOn(all, { width: 400, height: 200 })).toEqual({ left: "0%", top: "0%", width: "100%", height: "100%" });
});

test("where the page's size is unknown nothing is marked", () => {
  expect(placeOn(BOX, null)).toBeNull();
});

test.each([null, "", "0 0", "12", "a b", "-1 5", "NaN 3"])("%s is no size of a page", (told) => {
  expect(sizeOfPage(told)).toBeNull();
});

test("the size of a page is told in points", () => {
  expect(sizeOfPage("595.28 841.89")).toEqual({ width: 595.28, height: 841.89 });
});

test("larger pages are asked for with more pixels, up to what the server draws", () => {
  expect(widthFor(0, 1)).toBe(600);
  expect(widthFor(1, 1)).toBe(900);
  expect(widthFor(ZOOMS.length - 1, 3)).toBe(2000);
});

import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";

import { asProblem, request, type DocumentInfo, type PassageBox } from "../api/http";
import { Icon, type IconName } from "../parts/Icon";
import { ProblemNote } from "../parts/ProblemNote";
import { texts } from "../texts";
import "../styles/pages.css";
import { placeOn, sizeOfPage, widthFor, ZOOMS } from "./pages";

interface PageViewProps {
  readonly document: DocumentInfo;
  /** The page that is shown first. */
  readonly page: number;
  /** Where the cited passage stands, on any page. */
  readonly boxes: readonly PassageBox[];
}

/** Pages of a PDF as they look, the passage marked, larger or smaller. */
export function PageView({ document, page: first, boxes }: PageViewProps) {
  const [page, setPage] = useState(first);
  const [zoom, setZoom] = useState(0);
  const pages = document.pages ?? 0;
  return (
    <>
      <div className="page-tools" role="toolbar" aria-label={texts.document.page}>
        <Tool icon="left" label={texts.document.before} isOff={page <= 1} onPress={() => { setPage(page - 1); }} />
        <span className="page-number">{texts.document.pageOf(page, pages)}</span>
        <Tool icon="right" label={texts.document.after} isOff={page >= pages} onPress={() => { setPage(page + 1); }} />
        <span className="page-gap" />
        <Tool icon="minus" label={texts.document.smaller} isOff={zoom === 0} onPress={() => { setZoom(zoom - 1); }} />
        <span className="page-number">{ZOOMS[zoom]} %</span>
        <Tool icon="new" label={texts.document.larger} isOff={zoom === ZOOMS.length - 1} onPress={() => { setZoom(zoom + 1); }} />
      </div>
      <Sheet document={document} page={page} zoom={zoom} boxes={boxes.filter((box) => box.page === page)} />
    </>
  );
}

interface ToolProps {
  readonly icon: IconName;
  readonly label: string;
  readonly isOff: boolean;
  readonly onPress: () => void;
}

function Tool({ icon, label, isOff, onPress }: ToolProps) {
  return (
    <button type="button" className="quiet-button" aria-label={label} title={label} disabled={isOff} onClick={onPress}>
      <Icon name={icon} />
    </button>
  );
}

interface SheetProps extends PageViewProps {
  readonly zoom: number;
}

function Sheet({ document, page, zoom, boxes }: SheetProps) {
  const frame = useRef<HTMLDivElement>(null);
  const cited = useRef<HTMLDivElement>(null);
  const width = widthFor(zoom, window.devicePixelRatio);
  const { data, error, refetch } = useQuery({
    queryKey: ["documents", document.id, "page", page, width],
    queryFn: () => readPicture(document.id, page, width),
    placeholderData: (kept) => kept,
    gcTime: 60_000,
    staleTime: Infinity,
  });
  const isShown = data?.page === page;
  useEffect(() => {
    if (isShown) cited.current?.scrollIntoView({ block: "center", inline: "center" });
    if (isShown && cited.current === null) frame.current?.scrollTo({ top: 0 });
  }, [isShown, page, zoom]);
  return (
    <div ref={frame} className="panel-body page-frame" role="region" aria-label={texts.document.page} tabIndex={0}>
      {error !== null && <ProblemNote problem={asProblem(error)} onRetry={() => void refetch()} />}
      <div className="page-sheet" data-zoom={zoom} aria-busy={!isShown}>
        {data !== undefined && isShown && <img src={data.address} alt={texts.document.picture(page, document.file)} />}
        {data !== undefined &&
          isShown &&
          boxes.map((box, at) => {
            const place = placeOn(box, data.size);
            return (
              place !== null && (
                <div
                  key={at}
                  className="page-mark"
                  ref={(mark) => {
                    if (mark === null) return;
                    for (const [name, value] of Object.entries(place)) mark.style.setProperty(name, value);
                    if (at === 0) cited.current = mark;
                  }}
                />
              )
            );
          })}
        {!isShown && error === null && <p className="page-drawing">{texts.document.drawing}</p>}
      </div>
      {boxes.length > 0 && isShown && <p className="hidden">{texts.document.passageHere}</p>}
    </div>
  );
}

/** The picture as an address of its own: an image element would not send the reader's key. */
async function readPicture(id: string, page: number, width: number) {
  const response = await request(`v1/documents/${encodeURIComponent(id)}/pages/${String(page)}?width=${String(width)}`);
  const size = sizeOfPage(response.headers.get("X-Page-Points"));
  return { page, size, address: await dataAddress(await response.blob()) };
}

async function dataAddress(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => {
      resolve(reader.result as string);
    };
    reader.onerror = () => {
      reject(reader.error ?? new Error("The picture can't be read."));
    };
    reader.readAsDataURL(blob);
  });
}

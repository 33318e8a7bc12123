import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, type KeyboardEvent } from "react";

import { Icon } from "../parts/Icon";
import { Space } from "../parts/Space";
import { texts } from "../texts";
import { rowsOf, stepOf, type Outline, type Row } from "./outline";

const LINE = 34; // pixels

interface TreeExplorerProps {
  readonly outline: Outline;
  readonly open: ReadonlySet<string>;
  readonly current: string;
  readonly onOpen: (id: string, isOpen: boolean) => void;
  readonly onChoose: (id: string) => void;
}

/** The units as a tree; only the lines in sight are drawn, so that thousands stay smooth. */
export function TreeExplorer({ outline, open, current, onOpen, onChoose }: TreeExplorerProps) {
  const box = useRef<HTMLDivElement>(null);
  const rows = rowsOf(outline, open);
  const lines = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => LINE,
    overscan: 12,
  });
  const at = rows.findIndex(({ unit }) => unit.id === current);
  const { scrollToIndex } = lines;
  useEffect(() => {
    if (at >= 0) scrollToIndex(at, { align: "auto" });
  }, [at, scrollToIndex]);

  function onKeyDown(event: KeyboardEvent): void {
    const step = stepOf(event.key, rows, current);
    if (step === null) return;
    event.preventDefault();
    if ("go" in step) onChoose(step.go);
    else if ("open" in step) onOpen(step.open, true);
    else onOpen(step.close, false);
  }

  const shown = lines.getVirtualItems();
  return (
    <div
      ref={box}
      className="explorer"
      role="tree"
      aria-label={texts.organisation.explorer}
      aria-activedescendant={at < 0 ? undefined : lineId(current)}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <Space height={shown[0]?.start ?? 0} />
      {shown.map(({ index }) => {
        const row = rows[index];
        return row === undefined ? null : (
          <Line key={row.unit.id} row={row} isCurrent={row.unit.id === current} onOpen={onOpen} onChoose={onChoose} />
        );
      })}
      <Space height={lines.getTotalSize() - (shown.at(-1)?.end ?? 0)} />
    </div>
  );
}

interface LineProps extends Pick<TreeExplorerProps, "onOpen" | "onChoose"> {
  readonly row: Row;
  readonly isCurrent: boolean;
}

function Line({ row: { unit, level, place, siblings, isOpen }, isCurrent, onOpen, onChoose }: LineProps) {
  return (
    // The keys are the tree's: it keeps the focus and names the line it is at.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      id={lineId(unit.id)}
      className="explorer-line"
      role="treeitem"
      ref={(line) => line?.style.setProperty("--level", String(Math.min(level, 12)))}
      aria-level={level}
      aria-posinset={place}
      aria-setsize={siblings}
      aria-expanded={isOpen ?? undefined}
      aria-selected={isCurrent}
      onClick={() => {
        onChoose(unit.id);
      }}
    >
      <span
        className="explorer-turn"
        aria-hidden="true"
        onClick={(event) => {
          if (isOpen === null) return;
          event.stopPropagation();
          onOpen(unit.id, !isOpen);
        }}
      >
        {isOpen !== null && <Icon name={isOpen ? "down" : "right"} />}
      </span>
      <span className="explorer-name">{unit.name}</span>
      <span className="explorer-kind">{unit.kind}</span>
    </div>
  );
}

function lineId(id: string): string {
  return `unit-${id}`;
}

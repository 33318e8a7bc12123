import { useLocation } from "wouter";

import { texts } from "../texts";
import { unitAddress } from "./addresses";
import type { TreeNode } from "./api";
import { BOX, layOut, type Placed } from "./layout";

/** The part of the tree in view as a picture: the unit above, the unit, and what stands in it. */
export function Picture({ node }: { readonly node: TreeNode }) {
  const [, go] = useLocation();
  const { boxes, lines, width, height, left } = layOut(node);
  if (boxes.length < 2) return null;
  return (
    <section>
      <h3>{texts.organisation.picture}</h3>
      <div className="picture" role="region" aria-label={texts.organisation.picture} tabIndex={0}>
        <svg viewBox={`0 0 ${String(width)} ${String(height)}`} width={width} height={height}>
          <title>{texts.organisation.pictureOf(node.name, node.children.length)}</title>
          {lines.map((line) => (
            <path key={line} className="picture-line" d={line} />
          ))}
          {boxes.map((box) => (
            <Box
              key={box.unit.id}
              box={box}
              isCurrent={box.unit.id === node.id}
              onChoose={() => {
                go(unitAddress(box.unit.id));
              }}
            />
          ))}
        </svg>
        {left > 0 && <p className="picture-more">{texts.organisation.more(left)}</p>}
      </div>
    </section>
  );
}

interface BoxProps {
  readonly box: Placed;
  readonly isCurrent: boolean;
  readonly onChoose: () => void;
}

function Box({ box: { x, y, lines }, isCurrent, onChoose }: BoxProps) {
  return (
    // Everything the picture can do stands in the text as well: the trail and the explorer.
    <g className="picture-box" data-current={isCurrent} transform={`translate(${String(x)} ${String(y)})`} onClick={onChoose}>
      <rect width={BOX.width} height={BOX.height} rx="8" />
      {lines.map((line, row) => (
        <text key={line} x={BOX.width / 2} y={BOX.height / 2 + (row - (lines.length - 1) / 2) * 16} dy="0.35em">
          {line}
        </text>
      ))}
    </g>
  );
}

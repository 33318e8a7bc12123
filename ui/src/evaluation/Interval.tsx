import type { Figure } from "./api";
import { figureText } from "./figures";

interface IntervalProps {
  readonly label: string;
  readonly figure: Figure;
  readonly kind: "share" | "mean";
}

/** A share as a mark on a scale from 0 to 100 %, with its interval; the words say the same. */
export function Interval({ label, figure, kind }: IntervalProps) {
  const { value, low, high } = figure;
  return (
    <div className="interval">
      <span className="interval-label">{label}</span>
      {kind === "share" && value !== null && (
        <svg className="interval-scale" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
          <path className="interval-ground" d="M0 5H100" />
          {low !== null && high !== null && <path className="interval-range" d={`M${String(low * 100)} 5H${String(high * 100)}`} />}
          <path className="interval-mark" d={`M${String(value * 100)} 1V9`} />
        </svg>
      )}
      <span className="interval-text">{figureText(figure, kind)}</span>
    </div>
  );
}

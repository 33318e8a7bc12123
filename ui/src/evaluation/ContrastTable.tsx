import { texts } from "../texts";
import type { Comparison, Report } from "./api";

interface ContrastTableProps {
  readonly comparison: Comparison;
  readonly metrics: Report["metrics"];
}

/** Two arms over the same cases: what differs, and whether chance would do the same. */
export function ContrastTable({ comparison: { first, second, contrasts, gained, lost }, metrics }: ContrastTableProps) {
  const titles = new Map(metrics.map(({ name, title }) => [name, title]));
  const overall = contrasts.filter(({ type }) => type === "all");
  return (
    <section>
      <h2>{texts.evaluation.against(second, first)}</h2>
      <div className="table-scroll" role="region" aria-label={texts.evaluation.against(second, first)} tabIndex={0}>
        <table className="audit">
          <thead>
            <tr>{texts.evaluation.contrastHeads(first, second).map((head) => <th key={head} scope="col">{head}</th>)}</tr>
          </thead>
          <tbody>
            {overall.map(({ metric, n, first: before, second: after, p, verdict }) => (
              <tr key={metric}>
                <td>{titles.get(metric) ?? metric}</td>
                <td>{numberOf(before)}</td>
                <td>{numberOf(after)}</td>
                <td>{p === null ? "–" : p < 0.001 ? "< 0.001" : p.toFixed(3)}</td>
                <td>{n}</td>
                <td><span className="badge" data-verdict={verdict}>{verdict}</span></td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="sheet-note">{texts.evaluation.turned(gained.length, lost.length)}</p>
    </section>
  );
}

function numberOf(value: number | null): string {
  return value === null ? "–" : value.toFixed(2);
}

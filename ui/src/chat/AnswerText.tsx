import { createContext, use, useMemo, type ReactNode } from "react";
import Markdown, { type Components, type ExtraProps } from "react-markdown";
import remarkGfm from "remark-gfm";

import type { Citation, Verification } from "./events";
import { placeMarks, rehypeMarks } from "./marks";
import { Icon } from "../parts/Icon";

interface AnswerTextProps {
  readonly text: string;
  readonly citations: readonly Citation[];
  readonly verdicts: readonly Verification[];
  readonly onOpen: (citation: Citation) => void;
}

type Opening = Pick<AnswerTextProps, "citations" | "onOpen">;
const OpeningContext = createContext<Opening>({ citations: [], onOpen: () => undefined });

/** Elements an answer may consist of. Raw HTML is shown as the text it is. */
const allowed = [
  ...["p", "br", "hr", "strong", "em", "del", "code", "pre", "blockquote", "ul", "ol", "li", "sup"],
  ...["h1", "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td", "a", "img"],
];

const components: Components = {
  a: ({ href, children }) => <LinkText href={href}>{children}</LinkText>,
  img: ({ alt }) => <span className="image-text">[image: {alt === "" ? "no description" : alt}]</span>,
  sup: ({ node, children }) => <Mark node={node}>{children}</Mark>,
  table: ({ children }) => (
    <div className="table-scroll" role="region" aria-label="Table" tabIndex={0}>
      <table>{children}</table>
    </div>
  ),
  th: ({ children }) => <th>{children}</th>, // without the inline style of an aligned column
  td: ({ children }) => <td>{children}</td>,
  // The page's own headings stand above an answer's.
  h1: ({ children }) => <h3>{children}</h3>,
  h2: ({ children }) => <h4>{children}</h4>,
  h3: ({ children }) => <h5>{children}</h5>,
};

/** An answer's markdown as a sanitised tree: nothing in it loads, runs or leads anywhere. */
export function AnswerText({ text, citations, verdicts, onOpen }: AnswerTextProps) {
  const opening = useMemo(() => ({ citations, onOpen }), [citations, onOpen]);
  const known = new Set(citations.map((citation) => citation.number));
  return (
    <OpeningContext value={opening}>
      <div className="answer-text">
        <Markdown
          remarkPlugins={[remarkGfm]}
          rehypePlugins={[rehypeMarks]}
          components={components}
          allowedElements={allowed}
          unwrapDisallowed
        >
          {placeMarks(text, known, verdicts)}
        </Markdown>
      </div>
    </OpeningContext>
  );
}

/** A link as words, with its web address beside them; it can't be followed by accident. */
function LinkText({ href, children }: { readonly href: string | undefined; readonly children?: ReactNode }) {
  const web = href !== undefined && /^https?:\/\//.test(href) && href !== children;
  return (
    <span className="link-text">
      {children}
      {web && <span className="link-address"> ({href})</span>}
    </span>
  );
}

function Mark({ node, children }: { readonly node: ExtraProps["node"]; readonly children?: ReactNode }) {
  const { citations, onOpen } = use(OpeningContext);
  if (node?.properties.dataDoubt !== undefined) {
    return (
      <span className="doubt">
        <Icon name="warning" /> the organisation tree says otherwise
      </span>
    );
  }
  const citation = citations.find((each) => String(each.number) === node?.properties.dataCitation);
  if (citation === undefined) return <sup>{children}</sup>;
  return (
    <span className="held">
      {children}
      <button
        type="button"
        className="citation-mark"
        aria-label={`Source ${String(citation.number)}: ${citation.file}`}
        onClick={() => {
          onOpen(citation);
        }}
      >
        {citation.number}
      </button>
    </span>
  );
}

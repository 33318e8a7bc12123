import { createContext, use, useMemo, useRef, type ReactNode } from "react";
import Markdown, { type Components, type ExtraProps } from "react-markdown";
import remarkGfm from "remark-gfm";

import { CitationMark } from "./CitationMark";
import { CopyButton } from "./CopyButton";
import type { Citation, Verification } from "./events";
import { placeMarks, rehypeMarks } from "./marks";
import { Icon } from "../parts/Icon";
import { texts } from "../texts";

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
  img: ({ alt }) => <span className="image-text">{texts.chat.image(alt === undefined || alt === "" ? texts.chat.noDescription : alt)}</span>,
  pre: ({ children }) => <CodeBlock>{children}</CodeBlock>,
  sup: ({ node, children }) => <Mark node={node}>{children}</Mark>,
  table: ({ children }) => (
    <div className="table-scroll" role="region" aria-label={texts.chat.table} tabIndex={0}>
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
        <Icon name="warning" /> {texts.chat.doubt}
      </span>
    );
  }
  const citation = citations.find((each) => String(each.number) === node?.properties.dataCitation);
  if (citation === undefined) return <sup>{children}</sup>;
  return (
    <CitationMark citation={citation} onOpen={onOpen}>
      {children}
    </CitationMark>
  );
}

/** Code as it stands, to be copied as it stands. */
function CodeBlock({ children }: { readonly children?: ReactNode }) {
  const code = useRef<HTMLPreElement>(null);
  return (
    <div className="code-block">
      <pre ref={code}>{children}</pre>
      <CopyButton text={() => code.current?.textContent ?? ""} />
    </div>
  );
}

import { cut, type Span } from "./locate";
import { blocksOf, type Block, type Item } from "./passage";

interface PassageTextProps {
  readonly text: string;
  /** The places to mark: a quote's parts. */
  readonly marks: readonly Span[];
}

/** A passage as it was laid out: text with its line breaks, tables and lists, the quote marked in any of them. */
export function PassageText({ text, marks }: PassageTextProps) {
  return blocksOf(text).map((block, index) => <BlockView key={index} block={block} text={text} marks={marks} />);
}

function BlockView({ block, ...passage }: PassageTextProps & { readonly block: Block }) {
  switch (block.kind) {
    case "text":
      return (
        <p className="passage-text">
          <Pieces within={block.text} {...passage} />
        </p>
      );
    case "list":
      return <Items items={block.items} {...passage} />;
    case "table":
      return <Table head={block.head} rows={block.rows} {...passage} />;
  }
}

function Items({ items, ...passage }: PassageTextProps & { readonly items: readonly Item[] }) {
  return (
    <ul className="passage-list">
      {items.map((item) => (
        <li key={item.text.start}>
          <Pieces within={item.text} {...passage} />
          {item.items.length > 0 && <Items items={item.items} {...passage} />}
        </li>
      ))}
    </ul>
  );
}

type TableProps = PassageTextProps & Pick<Extract<Block, { kind: "table" }>, "head" | "rows">;

function Table({ head, rows, ...passage }: TableProps) {
  return (
    <div className="table-scroll" role="group" aria-label="Table" tabIndex={0}>
      <table>
        <thead>
          <tr>
            {head.map((cell, column) => (
              <HeadCell key={column} cell={cell} {...passage} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {row.map((cell, column) => (
                <td key={column}>
                  <Pieces within={cell} {...passage} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A column without a name gets an empty cell: an empty heading would be read out as one. */
function HeadCell({ cell, ...passage }: PassageTextProps & { readonly cell: Span }) {
  if (cell.start === cell.end) return <td />;
  return (
    <th scope="col">
      <Pieces within={cell} {...passage} />
    </th>
  );
}

function Pieces({ text, marks, within }: PassageTextProps & { readonly within: Span }) {
  return cut(text, marks, within).map((piece, index) =>
    piece.marked ? <mark key={index}>{piece.text}</mark> : piece.text,
  );
}

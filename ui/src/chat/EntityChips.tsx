import { useQueries } from "@tanstack/react-query";
import { Link } from "wouter";

import { unitAddress } from "../organisation/addresses";
import { readNode } from "../organisation/api";
import { Icon } from "../parts/Icon";
import { texts } from "../texts";
import type { Entity } from "./events";
import type { Reply } from "./fold";

/** The units, posts and people that the question names, with where they stand; each opens in the tree. */
export function EntityChips({ reply }: { readonly reply: Reply }) {
  const found = reply.entities;
  if (found !== null) return <Chips entities={found} />;
  return reply.answer === null ? null : <KeptChips ids={reply.answer.entities} />;
}

/** With a conversation only the ids are kept; the tree knows the rest. */
function KeptChips({ ids }: { readonly ids: readonly string[] }) {
  const nodes = useQueries({
    // A person is no unit, and has no address of their own in the tree.
    queries: ids.filter((id) => !id.startsWith("person:")).map((id) => ({ queryKey: ["tree", "unit", id], queryFn: () => readNode(id) })),
  });
  const entities = nodes.flatMap(({ data }) =>
    data === undefined ? [] : [{ id: data.id, name: data.name, kind: data.kind, path: data.parents.map(({ name }) => name) }],
  );
  return <Chips entities={entities} />;
}

function Chips({ entities }: { readonly entities: readonly Entity[] }) {
  if (entities.length === 0) return null;
  return (
    <ul className="entities" aria-label={texts.chat.waiting.names_found}>
      {entities.map((entity) => (
        <li key={entity.id}>
          <Chip entity={entity} />
        </li>
      ))}
    </ul>
  );
}

function Chip({ entity: { id, name, kind, path } }: { readonly entity: Entity }) {
  const place = [...path, ""].join(" › ");
  const text = (
    <>
      <Icon name={kind === "person" ? "person" : "tree"} />
      <span>
        <span className="entity-path">{place}</span>
        <strong>{name}</strong> <small>{kind}</small>
      </span>
    </>
  );
  if (kind === "person") return <span className="entity">{text}</span>;
  return (
    <Link className="entity" href={unitAddress(id)}>
      {text}
    </Link>
  );
}

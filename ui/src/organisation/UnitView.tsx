import { useState } from "react";
import { Link } from "wouter";

import { counted } from "../chat/words";
import { Icon } from "../parts/Icon";
import { texts } from "../texts";
import type { NodeEntity, TreeNode } from "./api";
import { unitAddress } from "./addresses";
import { EditDialog } from "./EditDialog";
import { Picture } from "./Picture";

/** All that the tree says of a unit: where it stands, who is in it, and what stands in it. */
export function UnitView({ node }: { readonly node: TreeNode }) {
  const [editing, setEditing] = useState(false);
  return (
    <article className="unit" aria-labelledby="unit-title">
      <Trail parents={node.parents} />
      <div className="unit-head">
        <h2 id="unit-title">{node.name}</h2>
        <button type="button" className="tool-button" onClick={() => { setEditing(true); }}>
          <Icon name="edit" /> {texts.organisation.edit}
        </button>
      </div>
      {editing && <EditDialog node={node} onClose={() => { setEditing(false); }} />}
      <p className="unit-kind">
        {node.kind}
        {node.below > 0 && <> · {counted(node.below, "unit")} {texts.organisation.below}</>}
        <Validity node={node} />
      </p>
      {node.description !== "" && <p className="unit-description">{node.description}</p>}
      {node.aliases.length > 0 && <Facts title={texts.organisation.aliases} lines={node.aliases} />}
      {node.people.length > 0 && <People node={node} />}
      <Contact contact={node.contact} />
      <Picture node={node} />
      {node.facts.length > 0 && <Facts title={texts.organisation.facts} lines={node.facts.map(({ text }) => text)} />}
      {node.source !== "" && <Facts title={texts.organisation.source} lines={[node.source]} />}
    </article>
  );
}

function Trail({ parents }: { readonly parents: readonly NodeEntity[] }) {
  if (parents.length === 0) return null;
  return (
    <nav aria-label={texts.organisation.trail}>
      <ol className="trail">
        {parents.map(({ id, name }) => (
          <li key={id}>
            <Link href={unitAddress(id)}>{name}</Link>
          </li>
        ))}
      </ol>
    </nav>
  );
}

function Validity({ node: { valid_from, valid_to } }: { readonly node: TreeNode }) {
  if (valid_from === "" && valid_to === "") return null;
  return (
    <>
      {" "}
      · {valid_from === "" ? "" : `${texts.organisation.from} ${valid_from}`}{" "}
      {valid_to === "" ? "" : `${texts.organisation.to} ${valid_to}`}
    </>
  );
}

function People({ node }: { readonly node: TreeNode }) {
  return (
    <section>
      <h3>{texts.organisation.people}</h3>
      <ul className="people">
        {node.people.map(({ id, name, role }, place) => (
          <li key={`${id} ${role} ${String(place)}`}>
            <strong>{name}</strong>
            <span>{role}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Contact({ contact }: { readonly contact: TreeNode["contact"] }) {
  const entries = Object.entries(contact);
  if (entries.length === 0) return null;
  return <Facts title={texts.organisation.contact} lines={entries.map(([key, value]) => `${key}: ${value}`)} />;
}

function Facts({ title, lines }: { readonly title: string; readonly lines: readonly string[] }) {
  return (
    <section>
      <h3>{title}</h3>
      <ul className="facts" data-short={lines.every((line) => line.length < 24)}>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  );
}

import { useQuery } from "@tanstack/react-query";
import { useState, type SubmitEvent } from "react";

import { asProblem } from "../api/http";
import { counted } from "../chat/words";
import { Field } from "../parts/Field";
import { Icon } from "../parts/Icon";
import { ProblemNote } from "../parts/ProblemNote";
import { texts } from "../texts";
import { addGroup, readGroups, removeGroup } from "./api";
import { useChange } from "./useChange";

/** People who may read the same documents. */
export function Groups() {
  const { data = [], error } = useQuery({ queryKey: ["groups"], queryFn: readGroups });
  const [name, setName] = useState("");
  const add = useChange(["groups"], addGroup, () => { setName(""); });
  const remove = useChange(["groups"], removeGroup);
  const problem = error ?? add.error ?? remove.error;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    add.mutate(name);
  };
  return (
    <section>
      <form className="room-head" onSubmit={submit}>
        <p>{texts.admin.groupsHint}</p>
        <div className="field-row">
          <Field label={texts.admin.newGroup} value={name} onChange={setName} required />
          <button type="submit" className="tool-button"><Icon name="new" /> {texts.admin.addGroup}</button>
        </div>
      </form>
      {problem !== null && <ProblemNote problem={asProblem(problem)} />}
      <ul className="rows" aria-label={texts.admin.rooms.groups}>
        {data.map((group) => (
          <li key={group.name}>
            <span className="row-text">
              <strong>{group.name}</strong>
              <span>{counted(group.users, "user")} · {counted(group.documents, "document")}</span>
            </span>
            <button
              type="button"
              className="quiet-button"
              aria-label={texts.admin.removeGroup(group.name)}
              onClick={() => { remove.mutate(group.name); }}
            >
              <Icon name="close" />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

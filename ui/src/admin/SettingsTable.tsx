import { useQuery } from "@tanstack/react-query";
import { useState, type SubmitEvent } from "react";

import { asProblem } from "../api/http";
import { Field } from "../parts/Field";
import { ProblemNote } from "../parts/ProblemNote";
import { texts } from "../texts";
import { changeSetting, readSettings, type Setting } from "./api";
import { useChange } from "./useChange";

/** All settings: those that may change while the server runs first. */
export function SettingsTable() {
  const { data, error } = useQuery({ queryKey: ["settings"], queryFn: readSettings });
  const settings = data?.settings ?? [];
  return (
    <section>
      <p className="room-head">{texts.admin.settingsHint}</p>
      {error !== null && <ProblemNote problem={asProblem(error)} />}
      <ul className="rows" aria-label={texts.admin.rooms.settings}>
        {settings.filter(({ can_change }) => can_change).map((setting) => <Changeable key={`${setting.name} ${String(setting.value)}`} setting={setting} />)}
        {settings.filter(({ can_change }) => !can_change).map((setting) => (
          <li key={setting.name}>
            <Words setting={setting} />
            <span className="setting-value">{shown(setting)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Changeable({ setting }: { readonly setting: Setting }) {
  const [text, setText] = useState(String(setting.value));
  const change = useChange(["settings"], (value: unknown) => changeSetting(setting.name, value));
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    change.mutate(typeof setting.value === "boolean" ? text === "true" : Number(text));
  };
  return (
    <li className="setting">
      <Words setting={setting} />
      {typeof setting.value === "boolean" ? (
        <input
          type="checkbox"
          aria-label={setting.name}
          checked={change.isPending ? change.variables === true : setting.value}
          onChange={(event) => { change.mutate(event.target.checked); }}
        />
      ) : (
        <form className="field-row" onSubmit={submit}>
          <Field label={setting.name} value={text} onChange={setText} type="number" />
          <button type="submit" className="tool-button" disabled={text === String(setting.value)}>{texts.admin.save}</button>
        </form>
      )}
      {change.error !== null && <ProblemNote problem={asProblem(change.error)} />}
    </li>
  );
}

function Words({ setting: { name, description, source } }: { readonly setting: Setting }) {
  return (
    <span className="row-text">
      <strong>{name}</strong>
      <span>{description}</span>
      <span className="row-hint">{texts.admin.source(source)}</span>
    </span>
  );
}

function shown({ value, is_secret, is_set }: Setting): string {
  if (is_secret) return is_set ? texts.admin.secretSet : texts.admin.secretUnset;
  if (value === "" || value === null) return "—";
  return typeof value === "string" ? value : JSON.stringify(value);
}

import { useQuery } from "@tanstack/react-query";
import { useState, type SubmitEvent } from "react";

import { asProblem } from "../api/http";
import type { CallerRole } from "../api/session";
import { Field } from "../parts/Field";
import { Icon } from "../parts/Icon";
import { ProblemNote } from "../parts/ProblemNote";
import { Sheet } from "../parts/Sheet";
import { texts } from "../texts";
import { createKey, readKeys, revokeKey } from "./api";
import { RoleChoice } from "./Choices";
import { useChange } from "./useChange";

/** Keys with which programs come in: made once, seen once, revoked at once. */
export function Keys() {
  const { data = [], error, isPending } = useQuery({ queryKey: ["keys"], queryFn: readKeys });
  const [making, setMaking] = useState(false);
  const revoke = useChange(["keys"], revokeKey);
  const problem = error ?? revoke.error;
  return (
    <section>
      <div className="room-head">
        <p>{texts.admin.keysHint}</p>
        <button type="button" className="tool-button" onClick={() => { setMaking(true); }}>
          <Icon name="new" /> {texts.admin.addKey}
        </button>
      </div>
      {problem !== null && <ProblemNote problem={asProblem(problem)} />}
      {!isPending && data.length === 0 && problem === null && <p className="room-empty">{texts.admin.noKeys}</p>}
      <ul className="rows" aria-label={texts.admin.rooms.keys}>
        {data.map((key) => (
          <li key={key.id}>
            <span className="row-text">
              <strong>{key.label === "" ? texts.admin.unnamed : key.label}</strong>
              <span>
                <code>{key.prefix}…</code> · {key.user} · {texts.admin.roles[key.role]} · {texts.admin.until(key.expires_at.slice(0, 10))} ·{" "}
                {texts.admin.used(key.last_used_at.slice(0, 10))}
              </span>
            </span>
            <button type="button" className="text-button danger" onClick={() => { revoke.mutate(key.id); }}>
              {texts.admin.revoke}
            </button>
          </li>
        ))}
      </ul>
      {making && <KeyDialog onClose={() => { setMaking(false); }} />}
    </section>
  );
}

function KeyDialog({ onClose }: { readonly onClose: () => void }) {
  const [label, setLabel] = useState("");
  const [role, setRole] = useState<CallerRole>("reader");
  const [days, setDays] = useState("90");
  const create = useChange(["keys"], createKey);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    create.mutate({ label, role, days: Number(days) });
  };
  if (create.data !== undefined) {
    return (
      <Sheet title={texts.admin.keyMade} onClose={onClose}>
        <p className="sheet-note">{texts.admin.keyOnce}</p>
        <code className="token">{create.data}</code>
        <div className="sheet-actions">
          <button type="button" className="round-button" onClick={onClose}>{texts.parts.close}</button>
        </div>
      </Sheet>
    );
  }
  return (
    <Sheet title={texts.admin.addKey} onClose={onClose}>
      <form className="sheet-form" onSubmit={submit}>
        <Field label={texts.admin.keyLabel} value={label} onChange={setLabel} required />
        <RoleChoice role={role} onChange={setRole} />
        <Field label={texts.admin.days} value={days} onChange={setDays} type="number" required />
        {create.error !== null && <ProblemNote problem={asProblem(create.error)} />}
        <div className="sheet-actions">
          <button type="button" className="tool-button" onClick={onClose}>{texts.parts.cancel}</button>
          <button type="submit" className="round-button" disabled={create.isPending}>{texts.admin.addKey}</button>
        </div>
      </form>
    </Sheet>
  );
}

import { useQuery } from "@tanstack/react-query";
import { useState, type SubmitEvent } from "react";

import { asProblem } from "../api/http";
import type { CallerRole } from "../api/session";
import { Field } from "../parts/Field";
import { ProblemNote } from "../parts/ProblemNote";
import { Sheet } from "../parts/Sheet";
import { texts } from "../texts";
import { addUser, changeUser, readGroups, removeUser, setPassword, type User } from "./api";
import { GroupChoice, RoleChoice } from "./Choices";
import { useChange } from "./useChange";

interface UserDialogProps {
  /** null for a new one. */
  readonly user: User | null;
  readonly onClose: () => void;
}

/** Everything about a user that an admin may set. */
export function UserDialog({ user, onClose }: UserDialogProps) {
  const { data: groups = [] } = useQuery({ queryKey: ["groups"], queryFn: readGroups });
  const [name, setName] = useState("");
  const [display, setDisplay] = useState(user?.display_name ?? "");
  const [role, setRole] = useState<CallerRole>(user?.role ?? "reader");
  const [chosen, setChosen] = useState<readonly string[]>(user?.groups ?? []);
  const [password, setPasswordText] = useState("");
  const save = useChange(
    ["users"],
    async () => {
      if (user === null) await addUser({ name, display_name: display, role, groups: chosen, password });
      else {
        await changeUser(user.name, { display_name: display, role, groups: chosen });
        if (password !== "") await setPassword(user.name, password);
      }
    },
    onClose,
  );
  const turn = useChange(["users"], (isDisabled: boolean) => changeUser(user?.name ?? "", { is_disabled: isDisabled }), onClose);
  const remove = useChange(["users"], () => removeUser(user?.name ?? ""), onClose);
  const error = save.error ?? turn.error ?? remove.error;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    save.mutate(undefined);
  };
  return (
    <Sheet title={user === null ? texts.admin.addUser : texts.admin.editUser(user.name)} onClose={onClose}>
      <form className="sheet-form" onSubmit={submit}>
        {user === null && <Field label={texts.admin.userName} value={name} onChange={setName} required autoComplete="off" />}
        <Field label={texts.admin.displayName} value={display} onChange={setDisplay} autoComplete="off" />
        <RoleChoice role={role} onChange={setRole} />
        <GroupChoice groups={groups.map((group) => group.name)} chosen={chosen} onChange={setChosen} />
        <Field
          label={user === null ? texts.admin.password : texts.admin.newPassword}
          value={password}
          onChange={setPasswordText}
          type="password"
          autoComplete="new-password"
        />
        <p className="sheet-note">{user === null ? texts.admin.passwordHint : texts.admin.newPasswordHint}</p>
        {error !== null && <ProblemNote problem={asProblem(error)} />}
        <div className="sheet-actions">
          {user !== null && (
            <span className="danger">
              <Removal name={user.name} onRemove={() => { remove.mutate(undefined); }} />
            </span>
          )}
          {user !== null && (
            <button type="button" className="tool-button" onClick={() => { turn.mutate(!user.is_disabled); }}>
              {user.is_disabled ? texts.admin.enable : texts.admin.disable}
            </button>
          )}
          <button type="submit" className="round-button" disabled={save.isPending}>{texts.admin.save}</button>
        </div>
      </form>
    </Sheet>
  );
}

/** A press asks, a second one removes. */
function Removal({ name, onRemove }: { readonly name: string; readonly onRemove: () => void }) {
  const [asked, setAsked] = useState(false);
  return (
    <button type="button" className="text-button danger" onClick={() => { if (asked) onRemove(); else setAsked(true); }}>
      {asked ? texts.admin.removeSure(name) : texts.admin.removeUser}
    </button>
  );
}

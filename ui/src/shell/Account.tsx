import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type SubmitEvent } from "react";
import { Button, Menu, MenuItem, MenuTrigger, Popover } from "react-aria-components";

import { setShutOut } from "../api/access";
import { asProblem, dropKey } from "../api/http";
import { changePassword, logOut, useSession } from "../api/session";
import { Field } from "../parts/Field";
import { Icon } from "../parts/Icon";
import { ProblemNote } from "../parts/ProblemNote";
import { Sheet } from "../parts/Sheet";
import { texts } from "../texts";

/** Who is in, and what they can do about it. */
export function Account() {
  const session = useSession();
  const client = useQueryClient();
  const [changing, setChanging] = useState(false);
  if (session === undefined || session.way === "nothing") return null;
  const leave = async () => {
    if (session.way === "session") await logOut();
    dropKey();
    client.clear();
    setShutOut(true);
  };
  return (
    <>
      <MenuTrigger>
        <Button className="rail-link" aria-label={texts.shell.account(session.name)}>
          <Icon name="person" />
          <span className="account-name">{session.name}</span>
        </Button>
        <Popover placement="right bottom" className="menu">
          <p className="menu-head">
            {session.name}
            <span>{texts.shell.roles[session.role]}</span>
          </p>
          <Menu
            aria-label={texts.shell.account(session.name)}
            onAction={(key) => {
              if (key === "leave") void leave();
              else setChanging(true);
            }}
          >
            {session.way === "session" && <MenuItem id="password">{texts.shell.changePassword}</MenuItem>}
            <MenuItem id="leave">{texts.shell.signOut}</MenuItem>
          </Menu>
        </Popover>
      </MenuTrigger>
      {changing && <PasswordDialog onClose={() => { setChanging(false); }} />}
    </>
  );
}

function PasswordDialog({ onClose }: { readonly onClose: () => void }) {
  const [before, setBefore] = useState("");
  const [after, setAfter] = useState("");
  const change = useMutation({ mutationFn: () => changePassword(before, after), onSuccess: onClose });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    change.mutate();
  };
  return (
    <Sheet title={texts.shell.changePassword} onClose={onClose}>
      <form className="sheet-form" onSubmit={submit}>
        <Field label={texts.shell.passwordBefore} value={before} onChange={setBefore} type="password" autoComplete="current-password" required />
        <Field label={texts.shell.passwordAfter} value={after} onChange={setAfter} type="password" autoComplete="new-password" required />
        <p className="sheet-note">{texts.shell.passwordHint}</p>
        {change.error !== null && <ProblemNote problem={asProblem(change.error)} />}
        <div className="sheet-actions">
          <button type="button" className="tool-button" onClick={onClose}>{texts.parts.cancel}</button>
          <button type="submit" className="round-button" disabled={change.isPending}>{texts.shell.changePassword}</button>
        </div>
      </form>
    </Sheet>
  );
}

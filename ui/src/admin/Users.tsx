import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { asProblem } from "../api/http";
import { Icon } from "../parts/Icon";
import { ProblemNote } from "../parts/ProblemNote";
import { texts } from "../texts";
import { readUsers, type User } from "./api";
import { UserDialog } from "./UserDialog";

/** Who may log in, as what, and in which groups. */
export function Users() {
  const { data = [], error, isPending, refetch } = useQuery({ queryKey: ["users"], queryFn: readUsers });
  const [open, setOpen] = useState<User | "new" | null>(null);
  return (
    <section>
      <div className="room-head">
        <p>{texts.admin.usersHint}</p>
        <button type="button" className="tool-button" onClick={() => { setOpen("new"); }}>
          <Icon name="new" /> {texts.admin.addUser}
        </button>
      </div>
      {error !== null && <ProblemNote problem={asProblem(error)} onRetry={() => void refetch()} />}
      {!isPending && data.length === 0 && error === null && <p className="room-empty">{texts.admin.noUsers}</p>}
      <ul className="rows" aria-label={texts.admin.rooms.users}>
        {data.map((user) => (
          <li key={user.name} data-off={user.is_disabled}>
            <button type="button" className="row-open" onClick={() => { setOpen(user); }}>
              <strong>{user.display_name === "" ? user.name : user.display_name}</strong>
              <span>
                {user.name} · {user.groups.length === 0 ? texts.admin.noGroup : user.groups.join(", ")}
                {!user.has_password && <> · {texts.admin.keysOnly}</>}
              </span>
            </button>
            <span className="badge">{user.is_disabled ? texts.admin.disabled : texts.admin.roles[user.role]}</span>
          </li>
        ))}
      </ul>
      {open !== null && <UserDialog user={open === "new" ? null : open} onClose={() => { setOpen(null); }} />}
    </section>
  );
}

import { useId } from "react";

import type { CallerRole } from "../api/session";
import { texts } from "../texts";

interface RoleChoiceProps {
  readonly role: CallerRole;
  readonly onChange: (role: CallerRole) => void;
}

/** One of the three roles. */
export function RoleChoice({ role, onChange }: RoleChoiceProps) {
  const name = useId();
  return (
    <fieldset className="choices">
      <legend>{texts.admin.role}</legend>
      {(["reader", "editor", "admin"] as const).map((each) => (
        <label key={each} className="choice">
          <input type="radio" name={name} checked={each === role} onChange={() => { onChange(each); }} />
          {texts.shell.roles[each]}
        </label>
      ))}
    </fieldset>
  );
}

interface GroupChoiceProps {
  readonly groups: readonly string[];
  readonly chosen: readonly string[];
  readonly onChange: (groups: readonly string[]) => void;
}

/** Any of the groups; everybody is in "everyone" anyway. */
export function GroupChoice({ groups, chosen, onChange }: GroupChoiceProps) {
  if (groups.length === 0) return null;
  const turn = (group: string, isChosen: boolean) => {
    onChange(isChosen ? [...chosen, group] : chosen.filter((each) => each !== group));
  };
  return (
    <fieldset className="choices">
      <legend>{texts.admin.groups}</legend>
      {groups.map((group) => (
        <label key={group} className="choice">
          <input type="checkbox" checked={chosen.includes(group)} onChange={(event) => { turn(group, event.target.checked); }} />
          {group}
        </label>
      ))}
    </fieldset>
  );
}

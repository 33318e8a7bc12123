import { Field } from "../parts/Field";
import { Icon } from "../parts/Icon";
import { texts } from "../texts";
import type { Draft } from "./editing";

interface PeopleFieldsProps {
  readonly people: Draft["people"];
  readonly onChange: (people: Draft["people"]) => void;
}

/** The people of a unit with their roles, a row each. */
export function PeopleFields({ people, onChange }: PeopleFieldsProps) {
  const change = (at: number, part: Partial<Draft["people"][number]>) => {
    onChange(people.map((person, place) => (place === at ? { ...person, ...part } : person)));
  };
  return (
    <fieldset className="fields">
      <legend>{texts.organisation.people}</legend>
      {people.map(({ name, role }, place) => (
        <div className="field-row" key={place}>
          <Field label={texts.organisation.name} value={name} onChange={(value) => { change(place, { name: value }); }} />
          <Field label={texts.organisation.role} value={role} onChange={(value) => { change(place, { role: value }); }} />
          <button
            type="button"
            className="quiet-button"
            aria-label={texts.organisation.removePerson(name)}
            onClick={() => { onChange(people.filter((_, other) => other !== place)); }}
          >
            <Icon name="close" />
          </button>
        </div>
      ))}
      <button type="button" className="text-button" onClick={() => { onChange([...people, { name: "", role: "" }]); }}>
        <Icon name="new" /> {texts.organisation.addPerson}
      </button>
    </fieldset>
  );
}

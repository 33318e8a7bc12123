import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { ComboBox, Input, Label, ListBox, ListBoxItem, Popover } from "react-aria-components";

import { texts } from "../texts";
import { searchTree, type TreeMatch } from "./api";

/** Finds a unit, or the unit of a person, by the beginning of a name. */
export function Finder({ onChoose }: { readonly onChoose: (id: string, name: string) => void }) {
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState(0);
  const asked = useDeferredValue(text.trim());
  const { data = [], isFetching } = useQuery({
    queryKey: ["tree", "search", asked],
    queryFn: () => searchTree(asked),
    enabled: asked !== "",
    placeholderData: keepPreviousData,
  });
  const matches = asked === "" ? [] : data.filter(({ id }) => !id.startsWith("person:"));
  return (
    // A new box after each choice: it keeps nothing of what was chosen, and it is closed.
    <ComboBox
      key={chosen}
      className="finder"
      items={matches}
      inputValue={text}
      onInputChange={setText}
      onChange={(key) => {
        if (key === null) return;
        setText("");
        setChosen(chosen + 1);
        onChoose(String(key), matches.find(({ id }) => id === key)?.name ?? "");
      }}
      allowsEmptyCollection
      menuTrigger="input"
    >
      <Label className="hidden">{texts.organisation.find}</Label>
      <Input placeholder={texts.organisation.find} />
      <Popover className="finder-list">
        <ListBox<TreeMatch> renderEmptyState={() => <p>{isFetching || asked === "" ? texts.organisation.finding : texts.organisation.nothing}</p>}>
          {(match) => (
            <ListBoxItem id={match.id} textValue={match.name}>
              <strong>{match.name}</strong>
              <span>{[match.kind, ...match.path.slice(-1)].join(" · ")}</span>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}

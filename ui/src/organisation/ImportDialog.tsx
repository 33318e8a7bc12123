import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button, FileTrigger } from "react-aria-components";

import { asProblem, readTree } from "../api/http";
import { Icon } from "../parts/Icon";
import { ProblemNote } from "../parts/ProblemNote";
import { Sheet } from "../parts/Sheet";
import { texts } from "../texts";
import { compareTree, importTree } from "./api";

interface Compared {
  readonly file: string;
  readonly text: string;
  readonly replacing: number;
  readonly lines: readonly string[];
}

/** A tree from a file: what it would change is shown before it is put in force. */
export function ImportDialog({ onClose }: { readonly onClose: () => void }) {
  const client = useQueryClient();
  const [compared, setCompared] = useState<Compared | null>(null);
  const compare = useMutation({ mutationFn: compareFile, onSuccess: setCompared });
  const apply = useMutation({
    mutationFn: ({ file, text, replacing }: Compared) => importTree(file, text, replacing),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["tree"] });
      await client.invalidateQueries({ queryKey: ["library"] });
      onClose();
    },
  });
  const error = apply.error ?? compare.error;
  return (
    <Sheet title={texts.organisation.importTitle} onClose={onClose}>
      <p className="sheet-note">{texts.organisation.importHint}</p>
      <FileTrigger
        acceptedFileTypes={[".yaml", ".yml", ".json", ".csv"]}
        onSelect={(files) => {
          const file = files?.[0];
          apply.reset();
          setCompared(null);
          if (file !== undefined) compare.mutate(file);
        }}
      >
        <Button className="tool-button">
          <Icon name="upload" /> {texts.organisation.choose}
        </Button>
      </FileTrigger>
      {error !== null && <ProblemNote problem={asProblem(error)} />}
      {compared !== null && <Changes compared={compared} />}
      <div className="sheet-actions">
        <button type="button" className="tool-button" onClick={onClose}>
          {texts.parts.cancel}
        </button>
        <button
          type="button"
          className="round-button"
          disabled={compared === null || compared.lines.length === 0 || apply.isPending}
          onClick={() => {
            if (compared !== null) apply.mutate(compared);
          }}
        >
          {texts.organisation.apply}
        </button>
      </div>
    </Sheet>
  );
}

function Changes({ compared: { file, lines } }: { readonly compared: Compared }) {
  return (
    <section aria-live="polite">
      <h3>{lines.length === 0 ? texts.organisation.noChange(file) : texts.organisation.changes(lines.length, file)}</h3>
      <ul className="change-lines">
        {lines.slice(0, 500).map((line, place) => (
          <li key={`${String(place)} ${line}`} data-change={/\b(added|removed)\b/.exec(line)?.[0] ?? "changed"}>
            {line}
          </li>
        ))}
      </ul>
      {lines.length > 500 && <p className="sheet-note">{texts.organisation.more(lines.length - 500)}</p>}
    </section>
  );
}

async function compareFile(chosen: File): Promise<Compared> {
  const [text, present] = await Promise.all([chosen.text(), readTree()]);
  return { file: chosen.name, text, replacing: present?.version ?? 0, lines: await compareTree(chosen.name, text) };
}

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type SubmitEvent } from "react";
import { useLocation } from "wouter";

import { asProblem } from "../api/http";
import { Field } from "../parts/Field";
import { ProblemNote } from "../parts/ProblemNote";
import { Sheet } from "../parts/Sheet";
import { texts } from "../texts";
import { unitAddress } from "./addresses";
import { editNode, type TreeNode } from "./api";
import { draftOf, editOf } from "./editing";
import { Finder } from "./Finder";
import { PeopleFields } from "./PeopleFields";

interface EditDialogProps {
  readonly node: TreeNode;
  readonly onClose: () => void;
}

/** Everything about a unit that can be changed; what somebody else changed meanwhile is not overwritten. */
export function EditDialog({ node, onClose }: EditDialogProps) {
  const [draft, setDraft] = useState(() => draftOf(node));
  const set = (part: Partial<typeof draft>) => {
    setDraft((before) => ({ ...before, ...part }));
  };
  const parent = node.parents.at(-1);
  const [moved, setMoved] = useState(parent?.name ?? "");
  const { save, remove, error, busy } = useEdits(node, onClose);
  const edit = editOf(node, draft);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (edit !== null) save(edit);
  };
  return (
    <Sheet title={texts.organisation.editTitle(node.name)} onClose={onClose}>
      <form className="sheet-form" onSubmit={submit}>
        <div className="field-row">
          <Field label={texts.organisation.name} value={draft.name} required onChange={(name) => { set({ name }); }} />
          <Field label={texts.organisation.kind} value={draft.kind} onChange={(kind) => { set({ kind }); }} />
        </div>
        <Field label={texts.organisation.description} value={draft.description} rows={3} onChange={(description) => { set({ description }); }} />
        <Field label={texts.organisation.aliasesHint} value={draft.aliases} rows={2} onChange={(aliases) => { set({ aliases }); }} />
        <PeopleFields people={draft.people} onChange={(people) => { set({ people }); }} />
        {parent !== undefined && (
          <fieldset className="fields">
            <legend>{texts.organisation.moveTo}: {moved}</legend>
            <Finder onChoose={(id, name) => { set({ parent: id }); setMoved(name); }} />
          </fieldset>
        )}
        <fieldset className="fields">
          <legend>{texts.organisation.addUnit}</legend>
          <div className="field-row">
            <Field label={texts.organisation.newUnit} value={draft.newUnit.name} onChange={(name) => { set({ newUnit: { ...draft.newUnit, name } }); }} />
            <Field label={texts.organisation.kind} value={draft.newUnit.kind} onChange={(kind) => { set({ newUnit: { ...draft.newUnit, kind } }); }} />
          </div>
        </fieldset>
        {error !== null && <ProblemNote problem={asProblem(error)} />}
        <div className="sheet-actions">
          {parent !== undefined && <Removal node={node} busy={busy} onRemove={() => { remove(parent.id); }} />}
          <button type="button" className="tool-button" onClick={onClose}>{texts.parts.cancel}</button>
          <button type="submit" className="round-button" disabled={edit === null || busy}>{texts.organisation.save}</button>
        </div>
      </form>
    </Sheet>
  );
}

/** A press asks, a second one removes. */
function Removal({ node, busy, onRemove }: { readonly node: TreeNode; readonly busy: boolean; readonly onRemove: () => void }) {
  const [asked, setAsked] = useState(false);
  if (!asked) {
    return <button type="button" className="text-button danger" onClick={() => { setAsked(true); }}>{texts.organisation.remove}</button>;
  }
  return (
    <button type="button" className="tool-button danger" disabled={busy} onClick={onRemove}>
      {texts.organisation.removeSure(node.name, node.below)}
    </button>
  );
}

function useEdits(node: TreeNode, onDone: () => void) {
  const client = useQueryClient();
  const [, go] = useLocation();
  const done = async () => {
    await client.invalidateQueries({ queryKey: ["tree"] });
    await client.invalidateQueries({ queryKey: ["library"] });
    onDone();
  };
  const saving = useMutation({ mutationFn: (edit: NonNullable<ReturnType<typeof editOf>>) => editNode(node.id, edit), onSuccess: done });
  const removing = useMutation({
    mutationFn: (parent: string) => editNode(parent, { remove_children: [node.id], replacing: node.version }),
    onSuccess: (_, parent) => {
      go(unitAddress(parent));
      return done();
    },
  });
  return { save: saving.mutate, remove: removing.mutate, error: saving.error ?? removing.error, busy: saving.isPending || removing.isPending };
}

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type SubmitEvent } from "react";
import { Button, Menu, MenuItem, MenuTrigger, Popover } from "react-aria-components";
import { Link } from "wouter";

import { asProblem } from "../api/http";
import { Field } from "../parts/Field";
import { Icon } from "../parts/Icon";
import { ProblemNote } from "../parts/ProblemNote";
import { saveText } from "../parts/saving";
import { Sheet } from "../parts/Sheet";
import { texts } from "../texts";
import { talkAddress } from "./addresses";
import { keyOf, LISTS, stop } from "./asking";
import { deleteConversation, exportConversation, renameConversation, type Conversation } from "./conversations";
import { fileNameOf } from "./copying";

interface TalkLineProps {
  readonly talk: Conversation;
  readonly isCurrent: boolean;
  readonly onChoose: () => void;
  readonly onGone: (id: string) => void;
}

/** One conversation in the list, and what can be done with it. */
export function TalkLine({ talk, isCurrent, onChoose, onGone }: TalkLineProps) {
  const [dialog, setDialog] = useState<"rename" | "delete" | null>(null);
  const title = talk.title === "" ? texts.chat.talks.untitled : talk.title;
  const close = () => {
    setDialog(null);
  };
  const save = async () => {
    saveText(await exportConversation(talk.id), fileNameOf(title));
  };
  return (
    <div role="listitem" className="talk-line" data-current={isCurrent}>
      <Link href={talkAddress(talk.id)} title={title} aria-current={isCurrent ? "page" : undefined} onClick={onChoose}>
        {talk.is_stale && (
          <>
            <Icon name="warning" /> <span className="hidden">{texts.chat.talks.stale}: </span>
          </>
        )}
        {title}
      </Link>
      <MenuTrigger>
        <Button className="quiet-button talk-more" aria-label={texts.chat.talks.menu(title)}>
          <Icon name="more" />
        </Button>
        <Popover placement="bottom end" className="menu">
          <Menu
            aria-label={texts.chat.talks.menu(title)}
            onAction={(key) => {
              if (key === "export") void save();
              else setDialog(key === "rename" ? "rename" : "delete");
            }}
          >
            <MenuItem id="rename">{texts.chat.talks.rename}</MenuItem>
            <MenuItem id="export">{texts.chat.talks.export}</MenuItem>
            <MenuItem id="delete">{texts.chat.talks.delete}</MenuItem>
          </Menu>
        </Popover>
      </MenuTrigger>
      {dialog === "rename" && <RenameDialog talk={talk} onClose={close} />}
      {dialog === "delete" && <DeleteTalkDialog talk={talk} title={title} onGone={onGone} onClose={close} />}
    </div>
  );
}

interface DialogProps {
  readonly talk: Conversation;
  readonly onClose: () => void;
}

function RenameDialog({ talk, onClose }: DialogProps) {
  const client = useQueryClient();
  const [title, setTitle] = useState(talk.title);
  const rename = useMutation({
    mutationFn: () => renameConversation(talk.id, title),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: LISTS });
      onClose();
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    rename.mutate();
  };
  return (
    <Sheet title={texts.chat.talks.rename} onClose={onClose}>
      <form className="sheet-form" onSubmit={submit}>
        <Field label={texts.chat.talks.newTitle} value={title} onChange={setTitle} required />
        {rename.error !== null && <ProblemNote problem={asProblem(rename.error)} />}
        <div className="sheet-actions">
          <button type="button" className="tool-button" onClick={onClose}>
            {texts.parts.cancel}
          </button>
          <button type="submit" className="round-button" disabled={rename.isPending || title.trim() === ""}>
            {texts.chat.talks.rename}
          </button>
        </div>
      </form>
    </Sheet>
  );
}

interface DeleteTalkDialogProps extends DialogProps {
  readonly title: string;
  readonly onGone: (id: string) => void;
}

function DeleteTalkDialog({ talk, title, onGone, onClose }: DeleteTalkDialogProps) {
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => deleteConversation(talk.id),
    onSuccess: () => {
      stop({ client, id: talk.id });
      onGone(talk.id);
      client.removeQueries({ queryKey: keyOf(talk.id) });
      void client.invalidateQueries({ queryKey: LISTS });
      onClose();
    },
  });
  return (
    <Sheet title={texts.chat.talks.deleteSure} onClose={onClose}>
      <p className="talk-title">{title}</p>
      <p className="sheet-note">{texts.chat.talks.deleteHint}</p>
      {remove.error !== null && <ProblemNote problem={asProblem(remove.error)} />}
      <div className="sheet-actions">
        <button type="button" className="tool-button" onClick={onClose}>
          {texts.parts.cancel}
        </button>
        <button
          type="button"
          className="round-button"
          disabled={remove.isPending}
          onClick={() => {
            remove.mutate();
          }}
        >
          {texts.chat.talks.delete}
        </button>
      </div>
    </Sheet>
  );
}

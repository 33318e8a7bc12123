import { useState } from "react";
import { Dialog, Modal, ModalOverlay } from "react-aria-components";

import { useMedia, useNarrow } from "../parts/useNarrow";
import { texts } from "../texts";
import { TalkList } from "./TalkList";

export interface TalksPlace {
  /** There is no room for them beside the conversation: they come over it. */
  readonly isDrawer: boolean;
  readonly isOpen: boolean;
  readonly setOpen: (isOpen: boolean) => void;
}

/** Whether the conversations are shown, and where: it depends on the room that a panel leaves. */
export function useTalksPlace(hasPanel: boolean): TalksPlace {
  const narrow = useNarrow();
  const crowded = useMedia("(max-width: 90rem)") && hasPanel;
  const [isShown, setShown] = useState(true);
  const [isDrawn, setDrawn] = useState(false);
  const isDrawer = narrow || crowded;
  return { isDrawer, isOpen: isDrawer ? isDrawn : isShown, setOpen: isDrawer ? setDrawn : setShown };
}

interface TalksProps {
  readonly place: TalksPlace;
  readonly current: string;
  readonly onGone: (id: string) => void;
}

/** The conversations beside the one that is looked at, or over it. */
export function Talks({ place, current, onGone }: TalksProps) {
  const { isDrawer, isOpen, setOpen } = place;
  if (!isOpen) return null;
  const choose = () => {
    if (isDrawer) setOpen(false);
  };
  const list = <TalkList current={current} onChoose={choose} onGone={onGone} />;
  if (!isDrawer) return list;
  return (
    <ModalOverlay className="drawer-ground" isOpen isDismissable onOpenChange={setOpen}>
      <Modal className="drawer">
        <Dialog className="drawer-dialog" aria-label={texts.chat.talks.title}>
          {list}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

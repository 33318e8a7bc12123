import { useState } from "react";

import { Icon } from "../parts/Icon";
import { saveText } from "../parts/saving";
import { texts } from "../texts";
import { exportTree } from "./api";
import { HistoryDialog } from "./HistoryDialog";
import { ImportDialog } from "./ImportDialog";

/** What can be done with the tree as a whole. */
export function Tools({ isEmpty }: { readonly isEmpty: boolean }) {
  const [open, setOpen] = useState<"import" | "history" | null>(null);
  const close = () => {
    setOpen(null);
  };
  const save = async () => {
    const { text, file } = await exportTree();
    saveText(text, file);
  };
  return (
    <div className="screen-tools">
      <Tool icon="upload" label={texts.organisation.import} onPress={() => { setOpen("import"); }} />
      {!isEmpty && <Tool icon="save" label={texts.organisation.export} onPress={() => void save()} />}
      {!isEmpty && <Tool icon="history" label={texts.organisation.history} onPress={() => { setOpen("history"); }} />}
      {open === "import" && <ImportDialog onClose={close} />}
      {open === "history" && <HistoryDialog onClose={close} />}
    </div>
  );
}

interface ToolProps {
  readonly icon: "upload" | "save" | "history";
  readonly label: string;
  readonly onPress: () => void;
}

function Tool({ icon, label, onPress }: ToolProps) {
  return (
    <button type="button" className="tool-button" onClick={onPress}>
      <Icon name={icon} /> {label}
    </button>
  );
}

import { useMutation, useQueryClient } from "@tanstack/react-query";

import { asProblem } from "../api/http";
import { counted } from "../chat/words";
import { ProblemNote } from "../parts/ProblemNote";
import { Sheet } from "../parts/Sheet";
import { texts } from "../texts";
import { deleteDocuments, type Receipt } from "./api";

interface DeleteDialogProps {
  readonly ids: readonly string[];
  readonly names: readonly string[];
  readonly onDone: (ids: readonly string[]) => void;
  readonly onClose: () => void;
}

/** Asks once more, deletes, and shows the receipts: what is gone, and what rested on it. */
export function DeleteDialog({ ids, names, onDone, onClose }: DeleteDialogProps) {
  const client = useQueryClient();
  const deletion = useMutation({
    mutationFn: () => deleteDocuments(ids),
    onSuccess: async () => {
      onDone(ids);
      await client.invalidateQueries({ queryKey: ["documents", "list"] });
      await client.invalidateQueries({ queryKey: ["library"] });
    },
  });
  if (deletion.data !== undefined) {
    return (
      <Sheet title={texts.documents.deleted(deletion.data.length)} onClose={onClose}>
        <ul className="receipts">
          {deletion.data.map((receipt) => (
            <ReceiptLine key={receipt.id} receipt={receipt} />
          ))}
        </ul>
        <div className="sheet-actions">
          <button type="button" className="round-button" onClick={onClose}>{texts.parts.close}</button>
        </div>
      </Sheet>
    );
  }
  return (
    <Sheet title={texts.documents.deleteSure(ids.length)} onClose={onClose}>
      <ul className="facts">
        {names.slice(0, 20).map((name) => <li key={name}>{name}</li>)}
      </ul>
      <p className="sheet-note">{texts.documents.deleteHint}</p>
      {deletion.error !== null && <ProblemNote problem={asProblem(deletion.error)} />}
      <div className="sheet-actions">
        <button type="button" className="tool-button" onClick={onClose}>{texts.parts.cancel}</button>
        <button type="button" className="round-button" disabled={deletion.isPending} onClick={() => { deletion.mutate(); }}>
          {texts.documents.delete}
        </button>
      </div>
    </Sheet>
  );
}

function ReceiptLine({ receipt }: { readonly receipt: Receipt }) {
  const { file, chunks, vectors, keyword_rows, page_images, versions, is_original_shared, dependents } = receipt;
  return (
    <li>
      <strong>{file}</strong>
      <span>
        {[
          counted(chunks, "passage"),
          counted(vectors, "vector"),
          counted(keyword_rows, "keyword row"),
          counted(page_images, "page picture"),
          counted(versions, "version"),
          is_original_shared ? texts.documents.shared : texts.documents.original,
        ].join(" · ")}
      </span>
      {dependents.length > 0 && <span>{texts.documents.stale}: {dependents.join("; ")}</span>}
    </li>
  );
}

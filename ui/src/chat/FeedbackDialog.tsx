import { useState, type SubmitEvent } from "react";

import { Field } from "../parts/Field";
import { Sheet } from "../parts/Sheet";
import { texts } from "../texts";
import type { Feedback } from "./conversations";

interface FeedbackDialogProps {
  readonly onSend: (feedback: Feedback) => void;
  readonly onClose: () => void;
}

/** Why an answer is bad, and what would have been right; nothing has to be filled in. */
export function FeedbackDialog({ onSend, onClose }: FeedbackDialogProps) {
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [words, setWords] = useState("");
  const [corrected, setCorrected] = useState("");
  const send = (event: SubmitEvent) => {
    event.preventDefault();
    const reason = [chosen.join(", "), words.trim()].filter((part) => part !== "").join(": ");
    onSend({ verdict: "down", reason, corrected_answer: corrected.trim() });
  };
  return (
    <Sheet title={texts.chat.feedback.title} onClose={onClose}>
      <form className="sheet-form" onSubmit={send}>
        <div className="reasons" role="group" aria-label={texts.chat.feedback.reasonsLabel}>
          {texts.chat.feedback.reasons.map((reason) => (
            <button
              key={reason}
              type="button"
              className="tool-button"
              aria-pressed={chosen.includes(reason)}
              onClick={() => {
                setChosen(chosen.includes(reason) ? chosen.filter((each) => each !== reason) : [...chosen, reason]);
              }}
            >
              {reason}
            </button>
          ))}
        </div>
        <Field label={texts.chat.feedback.reason} value={words} onChange={setWords} rows={2} />
        <Field label={texts.chat.feedback.corrected} value={corrected} onChange={setCorrected} rows={4} />
        <p className="sheet-note">{texts.chat.feedback.hint}</p>
        <div className="sheet-actions">
          <button type="button" className="tool-button" onClick={onClose}>
            {texts.parts.cancel}
          </button>
          <button type="submit" className="round-button">
            {texts.chat.feedback.send}
          </button>
        </div>
      </form>
    </Sheet>
  );
}

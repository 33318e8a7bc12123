import { useState } from "react";

import { Icon, type IconName } from "../parts/Icon";
import { texts } from "../texts";
import type { AnswerActs } from "./AnswerList";
import type { Exchange } from "./conversation";
import type { Feedback, Thumb } from "./conversations";
import { CopyButton } from "./CopyButton";
import { asMarkdown } from "./copying";
import type { Citation } from "./events";
import { FeedbackDialog } from "./FeedbackDialog";

interface AnswerActionsProps {
  readonly exchange: Exchange;
  readonly citations: readonly Citation[];
  readonly canAskAgain: boolean;
  readonly acts: AnswerActs;
}

/** What can be done with an answer that is over. */
export function AnswerActions({ exchange, citations, canAskAgain, acts }: AnswerActionsProps) {
  const { reply, question } = exchange;
  return (
    <div className="actions" role="group" aria-label={texts.chat.actions.all}>
      {reply.text !== "" && <CopyButton text={() => asMarkdown(reply.text, citations)} />}
      {exchange.messageId !== "" && reply.text !== "" && (
        <Thumbs
          feedback={exchange.feedback}
          onJudge={(feedback) => {
            acts.judge(exchange, feedback);
          }}
        />
      )}
      {reply.answer !== null && (
        <Action icon="question" label={texts.chat.actions.why} onPress={() => { acts.why(exchange); }} />
      )}
      {canAskAgain && (
        <>
          <Action icon="retry" label={texts.chat.actions.again} onPress={() => { acts.retry(exchange); }} />
          <Action icon="edit" label={texts.chat.actions.edit} onPress={() => { acts.edit(question); }} />
        </>
      )}
    </div>
  );
}

interface ActionProps {
  readonly icon: IconName;
  readonly label: string;
  readonly onPress: () => void;
}

function Action({ icon, label, onPress }: ActionProps) {
  return (
    <button type="button" className="quiet-button action" onClick={onPress}>
      <Icon name={icon} /> {label}
    </button>
  );
}

interface ThumbsProps {
  readonly feedback: Feedback | null;
  readonly onJudge: (feedback: Feedback | null) => void;
}

/** Up is said at once, down with a reason; the same thumb again takes it back. */
function Thumbs({ feedback, onJudge }: ThumbsProps) {
  const [isTelling, setIsTelling] = useState(false);
  const press = (verdict: Thumb) => {
    if (feedback?.verdict === verdict) onJudge(null);
    else if (verdict === "up") onJudge({ verdict, reason: "", corrected_answer: "" });
    else setIsTelling(true);
  };
  return (
    <>
      <ThumbButton verdict="up" given={feedback?.verdict} onPress={press} />
      <ThumbButton verdict="down" given={feedback?.verdict} onPress={press} />
      {isTelling && (
        <FeedbackDialog
          onSend={(told) => {
            onJudge(told);
            setIsTelling(false);
          }}
          onClose={() => { setIsTelling(false); }}
        />
      )}
    </>
  );
}

interface ThumbButtonProps {
  readonly verdict: Thumb;
  readonly given: Thumb | undefined;
  readonly onPress: (verdict: Thumb) => void;
}

function ThumbButton({ verdict, given, onPress }: ThumbButtonProps) {
  const label = verdict === "up" ? texts.chat.actions.good : texts.chat.actions.bad;
  return (
    <button
      type="button"
      className="quiet-button action"
      aria-label={label}
      title={label}
      aria-pressed={given === verdict}
      onClick={() => {
        onPress(verdict);
      }}
    >
      <Icon name={verdict === "up" ? "thumbUp" : "thumbDown"} />
    </button>
  );
}

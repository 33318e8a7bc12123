import { useState, type KeyboardEvent, type Ref } from "react";

import { Icon } from "../parts/Icon";
import { texts } from "../texts";

interface ComposerProps {
  readonly ref: Ref<HTMLTextAreaElement>;
  /** What stands in it at first. */
  readonly draft: string;
  readonly busy: boolean;
  readonly onAsk: (question: string) => void;
  readonly onStop: () => void;
}

/** Where the next question is written; while an answer runs, where it is stopped. */
export function Composer({ ref, draft, busy, onAsk, onStop }: ComposerProps) {
  const [text, setText] = useState(draft);
  const blank = text.trim() === "";

  function send(): void {
    if (busy || blank) return;
    onAsk(text);
    setText("");
  }
  function onKeyDown(event: KeyboardEvent): void {
    // While an input method composes a character, Enter belongs to it.
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  }

  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div className="composer-box">
        <label className="hidden" htmlFor="question">
          {texts.chat.composer.label}
        </label>
        <textarea
          id="question"
          ref={ref}
          value={text}
          maxLength={4000}
          rows={Math.min(8, text.split("\n").length)}
          placeholder={texts.chat.composer.placeholder}
          aria-describedby="composer-note"
          onChange={(event) => {
            setText(event.target.value);
          }}
          onKeyDown={onKeyDown}
        />
        {busy ? (
          <button type="button" className="round-button stop" onClick={onStop}>
            <Icon name="stop" />
            <span>{texts.chat.composer.stop}</span>
          </button>
        ) : (
          <button type="submit" className="round-button" disabled={blank}>
            <Icon name="send" />
            <span>{texts.chat.composer.ask}</span>
          </button>
        )}
      </div>
      <p id="composer-note" className="composer-note">
        <span className="keys">{texts.chat.composer.keys}</span>
        {texts.chat.composer.note}
      </p>
    </form>
  );
}

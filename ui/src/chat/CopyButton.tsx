import { useEffect, useState } from "react";

import { copyText } from "../parts/clipboard";
import { Icon } from "../parts/Icon";
import { texts } from "../texts";

type State = "copy" | "copied" | "copyFailed";

/** Copies a text, and says so for a moment. */
export function CopyButton({ text }: { readonly text: () => string }) {
  const [state, setState] = useState<State>("copy");
  useEffect(() => {
    if (state === "copy") return undefined;
    const timer = setTimeout(() => {
      setState("copy");
    }, 2000);
    return () => {
      clearTimeout(timer);
    };
  }, [state]);
  const copy = () => {
    copyText(text()).then(
      () => {
        setState("copied");
      },
      () => {
        setState("copyFailed");
      },
    );
  };
  return (
    <button type="button" className="quiet-button action" onClick={copy}>
      <Icon name={state === "copied" ? "check" : "copy"} /> <span aria-live="polite">{texts.chat.actions[state]}</span>
    </button>
  );
}

import { useEffect, useRef } from "react";

import { Icon } from "../parts/Icon";

interface KeyFormProps {
  readonly refused: boolean;
  readonly onKey: (key: string) => void;
}

/** Asks for the key a server wants that is open to other machines. */
export function KeyForm({ refused, onKey }: KeyFormProps) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    input.current?.focus();
  }, []);
  return (
    <main className="key-page">
      <form
        className="key-form"
        onSubmit={(event) => {
          event.preventDefault();
          const key = input.current?.value.trim() ?? "";
          if (key !== "") onKey(key);
        }}
      >
        <h1 className="brand">
          <Icon name="logo" />
          <span>trag</span>
        </h1>
        <label htmlFor="key">This server asks for a key</label>
        {refused && <p role="alert">That key was refused.</p>}
        <input id="key" ref={input} type="password" autoComplete="off" required aria-describedby="key-note" />
        <p id="key-note">Whoever runs the server can give you one. It is kept until this tab is closed.</p>
        <button type="submit" className="round-button">
          Continue
        </button>
      </form>
    </main>
  );
}

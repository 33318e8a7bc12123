import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type SubmitEvent } from "react";

import { setShutOut } from "../api/access";
import { asProblem, hasKey, keepKey } from "../api/http";
import { logIn, PROVIDER, readWays, type Session } from "../api/session";
import { Field } from "../parts/Field";
import { Icon } from "../parts/Icon";
import { ProblemNote } from "../parts/ProblemNote";
import { texts } from "../texts";

/** Asks who this is: by name and password, through the organisation, or by a key. */
export function SignIn() {
  const client = useQueryClient();
  const { data: ways } = useQuery({ queryKey: ["ways"], queryFn: readWays });
  const [byKey, setByKey] = useState(false);
  // Whoever may only ask came here by wanting to change something, and can go back.
  const known = client.getQueryData<Session>(["session"]) !== undefined;
  const enter = () => {
    setShutOut(false);
    void client.resetQueries();
  };
  if (ways === undefined) return null;
  const keyOnly = !ways.password && !ways.provider;
  return (
    <main className="key-page">
      <div className="key-form">
        <h1 className="brand">
          <Icon name="logo" />
          <span>trag</span>
        </h1>
        {ways.provider && (
          <a className="round-button" href={PROVIDER}>
            {texts.shell.provider}
          </a>
        )}
        {byKey || keyOnly ? <KeyForm onKept={enter} /> : ways.password && <PasswordForm onIn={enter} />}
        {!keyOnly && (
          <button type="button" className="text-button" onClick={() => { setByKey(!byKey); }}>
            {byKey ? texts.shell.byPassword : texts.shell.byKey}
          </button>
        )}
        {known && (
          <button type="button" className="text-button" onClick={() => { setShutOut(false); }}>
            {texts.shell.goBack}
          </button>
        )}
      </div>
    </main>
  );
}

function PasswordForm({ onIn }: { readonly onIn: () => void }) {
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const login = useMutation({ mutationFn: () => logIn(name, password), onSuccess: onIn });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    login.mutate();
  };
  return (
    <form className="sheet-form" onSubmit={submit}>
      <Field label={texts.shell.name} value={name} onChange={setName} autoComplete="username" required />
      <Field
        label={texts.shell.password}
        value={password}
        onChange={setPassword}
        type="password"
        autoComplete="current-password"
        required
      />
      {login.error !== null && <ProblemNote problem={asProblem(login.error)} />}
      <button type="submit" className="round-button" disabled={login.isPending}>
        {texts.shell.signIn}
      </button>
    </form>
  );
}

/** The key that is kept already is the one the server did not take. */
function KeyForm({ onKept }: { readonly onKept: () => void }) {
  const [key, setKey] = useState("");
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    keepKey(key.trim());
    onKept();
  };
  return (
    <form className="sheet-form" onSubmit={submit}>
      {hasKey() && <p role="alert">{texts.shell.keyRefused}</p>}
      <Field label={texts.shell.keyAsked} value={key} onChange={setKey} type="password" autoComplete="off" required />
      <p className="sheet-note">{texts.shell.keyHint}</p>
      <button type="submit" className="round-button">
        {texts.shell.goOn}
      </button>
    </form>
  );
}

/** Who this browser is to the server, and how it comes in and leaves. */
import { useQuery } from "@tanstack/react-query";

import { keepCsrf, readJson, request, sendJson } from "./http";

export type CallerRole = "reader" | "editor" | "admin";

export interface Session {
  readonly id: string;
  readonly name: string;
  readonly role: CallerRole;
  /** null reads everything. */
  readonly groups: readonly string[] | null;
  /** With "nothing", to ask is all this browser may. */
  readonly way: "owner" | "key" | "token" | "session" | "nothing";
  readonly csrf_token: string;
}

export interface Ways {
  readonly password: boolean;
  readonly provider: boolean;
}

const ROLES: readonly CallerRole[] = ["reader", "editor", "admin"];

/** True if they may do what this role may. */
export function may(session: Session | undefined, role: CallerRole): boolean {
  return session !== undefined && ROLES.indexOf(session.role) >= ROLES.indexOf(role);
}

/** Who asks; undefined while that is not known. */
export function useSession(): Session | undefined {
  return useQuery({ queryKey: ["session"], queryFn: readSession, staleTime: Infinity }).data;
}

async function readSession(): Promise<Session> {
  const session = await readJson<Session>("v1/session");
  keepCsrf(session.csrf_token);
  return session;
}

export async function readWays(): Promise<Ways> {
  return readJson("v1/session/ways");
}

export async function logIn(name: string, password: string): Promise<void> {
  const session = await sendJson<Session>("POST", "v1/session", { name, password });
  keepCsrf(session.csrf_token);
}

export async function logOut(): Promise<void> {
  await request("v1/session", { method: "DELETE" });
}

export async function changePassword(password: string, new_password: string): Promise<void> {
  await request("v1/session/password", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ password, new_password }),
  });
}

/** Where the organisation's identity provider lets people in; they come back to this page. */
export const PROVIDER = "v1/session/oidc";

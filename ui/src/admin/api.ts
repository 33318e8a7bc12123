/** People, their keys, the audit log, the settings and the state of the server. */
import { readJson, request, sendJson, type Check } from "../api/http";
import type { CallerRole } from "../api/session";

export interface User {
  readonly name: string;
  readonly display_name: string;
  readonly role: CallerRole;
  readonly groups: readonly string[];
  readonly is_disabled: boolean;
  readonly has_password: boolean;
  readonly created_at: string;
}

export interface NewUser {
  readonly name: string;
  readonly display_name: string;
  readonly role: CallerRole;
  readonly groups: readonly string[];
  readonly password: string;
}

export type UserChange = Partial<Pick<User, "display_name" | "role" | "groups" | "is_disabled">>;

export interface Group {
  readonly name: string;
  readonly users: number;
  readonly documents: number;
}

export interface ApiKey {
  readonly id: number;
  readonly user: string;
  readonly label: string;
  readonly prefix: string;
  readonly role: CallerRole;
  readonly expires_at: string;
  readonly last_used_at: string;
}

export interface NewKey {
  readonly label: string;
  readonly role: CallerRole;
  readonly days: number;
}

export interface AuditRecord {
  readonly id: string;
  readonly time: string;
  readonly act: string;
  readonly caller: string;
  readonly address: string;
  readonly outcome: "done" | "denied" | "failed" | "left";
  readonly subjects: readonly string[];
  readonly detail: string;
  readonly answer: { readonly answered_by: string; readonly cited: readonly string[] } | null;
}

export interface AuditPage {
  readonly records: readonly AuditRecord[];
  readonly next_cursor: string | null;
}

export interface Setting {
  readonly name: string;
  readonly value: unknown;
  readonly default: unknown;
  readonly description: string;
  readonly can_change: boolean;
  readonly source: string;
  readonly is_secret: boolean;
  readonly is_set: boolean;
}

export interface Settings {
  readonly settings: readonly Setting[];
  readonly tag: string;
}

export async function readUsers(): Promise<readonly User[]> {
  return (await readJson<{ users: User[] }>("v1/users?limit=200")).users;
}

export async function addUser(user: NewUser): Promise<void> {
  await sendJson("POST", "v1/users", user);
}

export async function changeUser(name: string, change: UserChange): Promise<void> {
  await sendJson("PATCH", userPath(name), change);
}

export async function setPassword(name: string, password: string): Promise<void> {
  await request(`${userPath(name)}/password`, {
    method: "PUT",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ password }),
  });
}

export async function removeUser(name: string): Promise<void> {
  await request(userPath(name), { method: "DELETE" });
}

export async function readGroups(): Promise<readonly Group[]> {
  return (await readJson<{ groups: Group[] }>("v1/groups?limit=200")).groups;
}

export async function addGroup(name: string): Promise<void> {
  await sendJson("POST", "v1/groups", { name });
}

export async function removeGroup(name: string): Promise<void> {
  await request(`v1/groups/${encodeURIComponent(name)}`, { method: "DELETE" });
}

export async function readKeys(): Promise<readonly ApiKey[]> {
  return (await readJson<{ keys: ApiKey[] }>("v1/keys?limit=200")).keys;
}

/** The token of a new key; nobody can read it again. */
export async function createKey(key: NewKey): Promise<string> {
  return (await sendJson<{ token: string }>("POST", "v1/keys", key)).token;
}

export async function revokeKey(id: number): Promise<void> {
  await request(`v1/keys/${String(id)}`, { method: "DELETE" });
}

export async function readAudit(caller: string, act: string, cursor: string | null): Promise<AuditPage> {
  const query = new URLSearchParams({ limit: "50" });
  if (caller !== "") query.set("caller", caller);
  if (act !== "") query.set("act", act);
  if (cursor !== null) query.set("cursor", cursor);
  return readJson(`v1/audit?${query.toString()}`);
}

export async function readSettings(): Promise<Settings> {
  return readJson("v1/settings");
}

export async function changeSetting(name: string, value: unknown): Promise<Settings> {
  return sendJson("PATCH", "v1/settings", { values: { [name]: value } });
}

export async function readHealth(): Promise<readonly Check[]> {
  return (await readJson<{ checks: Check[] }>("v1/status")).checks;
}

function userPath(name: string): string {
  return `v1/users/${encodeURIComponent(name)}`;
}

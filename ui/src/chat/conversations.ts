/** Conversations that the server keeps: listed, read, changed, and judged answer by answer. */
import { readJson, request, sendJson } from "../api/http";
import type { Answer } from "./events";

export interface Conversation {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly messages: number;
  /** It cites a document that is gone. */
  readonly is_stale: boolean;
}

export type Thumb = "up" | "down";

export interface Feedback {
  readonly verdict: Thumb;
  readonly reason: string;
  readonly corrected_answer: string;
}

/** A question that was kept, and what came of it. */
export interface KeptMessage {
  readonly id: string;
  readonly position: number;
  readonly question: string;
  readonly state: "running" | "answered" | "stopped" | "failed";
  readonly created_at: string;
  readonly answer: Answer | null;
  readonly error: string;
  readonly feedback: Feedback | null;
}

export interface ConversationPage {
  readonly conversations: readonly Conversation[];
  readonly next_cursor: string | null;
}

interface MessagePage {
  readonly conversation: Conversation;
  readonly messages: readonly KeptMessage[];
  readonly next_cursor: string | null;
}

const ALL = "v1/conversations";

/** A page of the conversations whose title or questions hold `search`, the newest first. */
export async function listConversations(search: string, cursor: string | null): Promise<ConversationPage> {
  const query = new URLSearchParams({ limit: "50", search });
  if (cursor !== null) query.set("cursor", cursor);
  return readJson(`${ALL}?${query.toString()}`);
}

/** Messages after a position, in the order they were asked; at most 200. */
export async function readMessages(id: string, after: number, limit: number): Promise<MessagePage> {
  return readJson(`${pathOf(id)}?after=${String(after)}&limit=${String(limit)}`);
}

export async function beginConversation(): Promise<Conversation> {
  return (await sendJson<{ conversation: Conversation }>("POST", ALL, {})).conversation;
}

export async function renameConversation(id: string, title: string): Promise<Conversation> {
  return (await sendJson<{ conversation: Conversation }>("PATCH", pathOf(id), { title })).conversation;
}

export async function deleteConversation(id: string): Promise<void> {
  await request(pathOf(id), { method: "DELETE" });
}

/** The whole conversation as markdown. */
export async function exportConversation(id: string): Promise<string> {
  return (await request(`${pathOf(id)}/export`)).text();
}

export async function giveFeedback(messageId: string, feedback: Feedback): Promise<Feedback> {
  return (await sendJson<{ feedback: Feedback }>("POST", feedbackOf(messageId), feedback)).feedback;
}

export async function withdrawFeedback(messageId: string): Promise<void> {
  await request(feedbackOf(messageId), { method: "DELETE" });
}

/** Where a conversation is asked. */
export function pathOf(id: string): string {
  return `${ALL}/${encodeURIComponent(id)}`;
}

function feedbackOf(messageId: string): string {
  return `v1/messages/${encodeURIComponent(messageId)}/feedback`;
}

/** A conversation as far as this page has read it. */
import type { Problem } from "../api/problems";
import { exchangesOf, type Exchange } from "./conversation";
import { readMessages } from "./conversations";

export interface Talk {
  readonly exchanges: readonly Exchange[];
  /** How many messages before these were not read. */
  readonly before: number;
  /** Why the server keeps nothing of it; null while it does, or may. */
  readonly unkept: Problem | null;
}

/** Messages that are read at once. */
export const WINDOW = 40;

export const emptyTalk: Talk = { exchanges: [], before: 0, unkept: null };

/** The end of a conversation. */
export async function readTalk(id: string): Promise<Talk> {
  const first = await readMessages(id, 0, WINDOW);
  const before = Math.max(0, first.conversation.messages - WINDOW);
  const { messages } = before === 0 ? first : await readMessages(id, before, WINDOW);
  return { exchanges: exchangesOf(messages), before, unkept: null };
}

/** The exchanges before those that were read. */
export async function readEarlier(id: string, talk: Talk): Promise<readonly Exchange[]> {
  const after = Math.max(0, talk.before - WINDOW);
  return exchangesOf((await readMessages(id, after, talk.before - after)).messages);
}

/** The talk with what was read before its beginning. */
export function withEarlier(talk: Talk, earlier: readonly Exchange[]): Talk {
  return { ...talk, exchanges: [...earlier, ...talk.exchanges], before: Math.max(0, talk.before - WINDOW) };
}

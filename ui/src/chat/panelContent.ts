import type { Exchange } from "./conversation";
import type { Citation } from "./events";

/** What the panel beside the conversation shows. */
export type PanelContent =
  | { readonly kind: "source"; readonly citation: Citation }
  | { readonly kind: "document"; readonly id: string; readonly file: string }
  | { readonly kind: "why"; readonly exchange: Exchange }
  | { readonly kind: "library" };

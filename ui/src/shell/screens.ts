/** What the page consists of: one entry a screen, in the order of the navigation. */
import { lazy, type ComponentType } from "react";

import { ChatScreen } from "../chat/ChatScreen";
import type { CallerRole } from "../api/session";
import type { IconName } from "../parts/Icon";
import { texts } from "../texts";

export interface Screen {
  /** The beginning of its addresses; what follows belongs to the screen. */
  readonly path: string;
  readonly label: string;
  readonly icon: IconName;
  /** The least role of those who see it. */
  readonly least: CallerRole;
  readonly Component: ComponentType;
}

const AdminScreen = lazy(() => import("../admin/AdminScreen"));
const DocumentsScreen = lazy(() => import("../documents/DocumentsScreen"));
const OrganisationScreen = lazy(() => import("../organisation/OrganisationScreen"));
const EvaluationScreen = lazy(() => import("../evaluation/EvaluationScreen"));
const SearchScreen = lazy(() => import("../search/SearchScreen"));

/** The first screen is loaded with the page, the others when they are first opened. */
export const screens: readonly Screen[] = [
  { path: "/", label: texts.screens.chat, icon: "chat", least: "reader", Component: ChatScreen },
  { path: "/documents", label: texts.screens.documents, icon: "document", least: "reader", Component: DocumentsScreen },
  { path: "/organisation", label: texts.screens.organisation, icon: "tree", least: "reader", Component: OrganisationScreen },
  { path: "/search", label: texts.screens.search, icon: "search", least: "reader", Component: SearchScreen },
  { path: "/evaluation", label: texts.screens.evaluation, icon: "chart", least: "editor", Component: EvaluationScreen },
  { path: "/admin", label: texts.screens.admin, icon: "settings", least: "admin", Component: AdminScreen },
];

/** The screen that an address belongs to. */
export function screenAt(address: string): Screen | undefined {
  const chosen = screens.filter(({ path }) => path !== "/").find(({ path }) => isWithin(address, path));
  return chosen ?? screens[0];
}

function isWithin(address: string, path: string): boolean {
  return address === path || address.startsWith(`${path}/`);
}

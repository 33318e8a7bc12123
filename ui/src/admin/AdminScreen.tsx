import { Tab, TabList, TabPanel, Tabs } from "react-aria-components";
import { useLocation } from "wouter";

import "../styles/admin.css";
import { texts } from "../texts";
import { Audit } from "./Audit";
import { Groups } from "./Groups";
import { Health } from "./Health";
import { Keys } from "./Keys";
import { SettingsTable } from "./SettingsTable";
import { Users } from "./Users";

const rooms = [
  { id: "users", Component: Users },
  { id: "groups", Component: Groups },
  { id: "keys", Component: Keys },
  { id: "settings", Component: SettingsTable },
  { id: "health", Component: Health },
  { id: "audit", Component: Audit },
] as const;

/** People, what they may read, what the server does and who did what. */
export default function AdminScreen() {
  const [address, go] = useLocation();
  const asked = /^\/admin\/(\w+)$/.exec(address)?.[1];
  const chosen = rooms.find(({ id }) => id === asked)?.id ?? "users";
  return (
    <div className="admin">
      <header className="screen-head">
        <h1>{texts.admin.title}</h1>
      </header>
      <main>
        <Tabs
          className="tabs"
          selectedKey={chosen}
          onSelectionChange={(key) => {
            go(`/admin/${String(key)}`);
          }}
        >
          <TabList className="tab-list" aria-label={texts.admin.title}>
            {rooms.map(({ id }) => (
              <Tab key={id} id={id} className="tab">
                {texts.admin.rooms[id]}
              </Tab>
            ))}
          </TabList>
          {rooms.map(({ id, Component }) => (
            <TabPanel key={id} id={id} className="tab-panel">
              <Component />
            </TabPanel>
          ))}
        </Tabs>
      </main>
    </div>
  );
}

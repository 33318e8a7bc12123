import { Suspense } from "react";
import { Link, useLocation } from "wouter";

import { may, useSession } from "../api/session";
import { Icon } from "../parts/Icon";
import { texts } from "../texts";
import { Account } from "./Account";
import { screenAt, screens } from "./screens";

/** The frame around every screen: where one can go, and where one is. */
export function Shell() {
  const [address] = useLocation();
  const session = useSession();
  const screen = screenAt(address);
  if (screen === undefined) return null;
  return (
    <div className="shell">
      <nav className="rail" aria-label={texts.shell.navigation}>
        <ul>
          {screens.filter(({ least }) => may(session, least)).map(({ path, label, icon }) => (
            <li key={path}>
              <Link href={path} className="rail-link" aria-current={path === screen.path ? "page" : undefined}>
                <Icon name={icon} />
                <span>{label}</span>
              </Link>
            </li>
          ))}
        </ul>
        <Account />
      </nav>
      <div className="shell-screen">
        <Suspense fallback={<p className="panel-note">{texts.shell.opening}</p>}>
          <screen.Component />
        </Suspense>
      </div>
    </div>
  );
}

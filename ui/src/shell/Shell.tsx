import { Suspense } from "react";
import { Link, useLocation } from "wouter";

import { Icon } from "../parts/Icon";
import { texts } from "../texts";
import { screenAt, screens } from "./screens";

/** The frame around every screen: where one can go, and where one is. */
export function Shell() {
  const [address] = useLocation();
  const screen = screenAt(address);
  if (screen === undefined) return null;
  return (
    <div className="shell" data-alone={screens.length === 1}>
      <nav className="rail" aria-label={texts.shell.navigation}>
        <ul>
          {screens.map(({ path, label, icon }) => (
            <li key={path}>
              <Link href={path} className="rail-link" aria-current={path === screen.path ? "page" : undefined}>
                <Icon name={icon} />
                <span>{label}</span>
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <div className="shell-screen">
        <Suspense fallback={<p className="panel-note">{texts.shell.opening}</p>}>
          <screen.Component />
        </Suspense>
      </div>
    </div>
  );
}

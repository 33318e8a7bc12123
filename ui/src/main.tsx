import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { App } from "./App";
import { keepKeyOfAddress } from "./shell/keyOfAddress";
import "./styles/base.css";
import "./styles/shell.css";
import "./styles/parts.css";
import "./styles/header.css";
import "./styles/page.css";
import "./styles/answer.css";
import "./styles/citations.css";
import "./styles/panel.css";
import "./styles/passages.css";

keepKeyOfAddress();
const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no element with the id root");
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);

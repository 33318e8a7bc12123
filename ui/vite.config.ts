import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [react()],
  base: "./", // works under any path of a proxy
  build: {
    outDir: "static",
    assetsInlineLimit: 0, // the content security policy allows no inline asset
    modulePreload: { polyfill: false },
    target: "es2022",
  },
  // For work on the page: `trag serve` beside `npx vite`.
  server: { proxy: { "/v1": "http://127.0.0.1:8000", "/readyz": "http://127.0.0.1:8000" } },
  test: { environment: "jsdom", include: ["tests/**/*.test.{ts,tsx}"] },
});

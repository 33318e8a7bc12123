import js from "@eslint/js";
import jsxA11y from "eslint-plugin-jsx-a11y";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["static", "node_modules"] },
  js.configs.recommended,
  {
    files: ["**/*.{ts,tsx}"],
    extends: [
      tseslint.configs.strictTypeChecked,
      tseslint.configs.stylisticTypeChecked,
      reactHooks.configs.flat.recommended,
      jsxA11y.flatConfigs.strict,
    ],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // Nothing is compiled by React's compiler here.
      "react-hooks/incompatible-library": "off",
      "max-lines": ["error", 200],
      "no-restricted-properties": [
        "error",
        { property: "innerHTML", message: "Raw HTML never reaches the page." },
        { property: "outerHTML", message: "Raw HTML never reaches the page." },
      ],
      "no-restricted-syntax": [
        "error",
        {
          selector: "JSXAttribute[name.name=/^(dangerouslySetInnerHTML|style)$/]",
          message: "Raw HTML never reaches the page, and the content security policy forbids inline styles.",
        },
      ],
      // A region that scrolls must be reachable by keyboard.
      "jsx-a11y/no-noninteractive-tabindex": ["error", { tags: [], roles: ["region", "group"] }],
    },
  },
);

// Lint: the recommended rules for TypeScript, and one layout for all of it.
import stylistic from "@stylistic/eslint-plugin";
import tseslint from "typescript-eslint";

const layout = {
  "@stylistic/indent": ["error", 2, { SwitchCase: 1 }],
  "@stylistic/semi": ["error", "always"],
  "@stylistic/max-len": ["error", { code: 120 }],
  "@stylistic/eol-last": "error",
  "@stylistic/no-trailing-spaces": "error",
  "@stylistic/no-tabs": "error",
  "@stylistic/comma-spacing": "error",
  "@stylistic/keyword-spacing": "error",
  "@stylistic/space-before-blocks": "error",
  "@stylistic/space-infix-ops": "error",
  "@stylistic/no-multiple-empty-lines": ["error", { max: 1 }],
};

export default tseslint.config(
  // The corpora hold wrong programs on purpose.
  { ignores: ["build/", "node_modules/", "out/", "test/corpus/"] },
  {
    files: ["**/*.ts", "**/*.tsx", "**/*.js", "**/*.mjs"],
    extends: [tseslint.configs.recommended],
    plugins: { "@stylistic": stylistic },
    rules: {
      ...layout,
      "@stylistic/quotes": ["error", "double", { avoidEscape: true, allowTemplateLiterals: "always" }],
      "@typescript-eslint/explicit-module-boundary-types": "off",
      "eqeqeq": "error",
      "max-lines": ["error", 800],
      "no-var": "error",
      "prefer-const": "error",
    },
  },
  {
    // T has rules of its own: ch('x'), loops that a compiler of a few KiB can read, names only the chain calls.
    files: ["chain/**/*.ts"],
    rules: {
      "@stylistic/quotes": "off",
      "@typescript-eslint/no-unused-vars": "off",
      "@typescript-eslint/prefer-for-of": "off",
      "@typescript-eslint/no-extraneous-class": "off",
    },
  },
);

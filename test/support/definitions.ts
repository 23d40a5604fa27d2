// What a file defines: names that a page may send its readers to.
//
// How it thinks: by the language of the file. A table has no names, so of programs a line's beginning counts too
// (`case 5`), and of scripts every word.
import ts from "typescript";
import { partsOf, read } from "./prose.js";

function definedInTypeScript(path: string, text: string): Set<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node, owner: string): void => {
    let inner = owner;
    const isNamed = ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node) || ts.isEnumDeclaration(node)
      || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isVariableDeclaration(node)
      || ts.isMethodDeclaration(node) || ts.isPropertyDeclaration(node) || ts.isEnumMember(node);
    if (isNamed && node.name !== undefined) names.add(`${owner}${node.name.getText()}`);
    if (ts.isClassDeclaration(node) || ts.isEnumDeclaration(node)) inner = `${node.name!.text}.`;
    ts.forEachChild(node, (child) => visit(child, inner));
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true), "");
  return names;
}

const found = (text: string, pattern: RegExp): Set<string> =>
  new Set([...text.matchAll(pattern)].map(([, name = ""]) => name));

function namesIn(path: string): Set<string> {
  if (path.endsWith(".ts")) return definedInTypeScript(path, read(path));
  const { code } = partsOf(path, read(path));
  if (path.endsWith(".t")) return found(code, /^(?:asm|const) (\w+)/gm);
  if (path.endsWith(".hex")) return found(code, /^([\w.]+)(?::| =)/gm);
  if (path.endsWith(".c")) return found(code, /^\w[\w *]*?\b(\w+)\([^;\n]*$/gm);
  return new Set(code.split(/\s+/));
}

const known = new Map<string, Set<string>>();

/** True where a file defines a name, or has a line that begins with it. */
export function defines(path: string, name: string): boolean {
  if (/^case \d+$/.test(name)) return read(path).split("\n").some((line) => line.trim().startsWith(`${name}:`));
  const names = known.get(path) ?? namesIn(path);
  known.set(path, names);
  return names.has(name);
}

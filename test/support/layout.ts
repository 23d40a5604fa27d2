// What the shape of a TypeScript program says: its imports, circles of them, and functions that are too long. The
// TypeScript compiler reads the files.
import ts from "typescript";

const parse = (path: string, text: string): ts.SourceFile =>
  ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);

/** What a file imports or exports again, types included. */
export function importsOf(text: string): string[] {
  return parse("file.ts", text).statements.flatMap((statement) => {
    const from = ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement) ? statement.moduleSpecifier
      : undefined;
    return from !== undefined && ts.isStringLiteral(from) ? [from.text] : [];
  });
}

/** A circle in a graph, from its first name on; undefined when there is none. */
export function circleIn(graph: Map<string, string[]>): string[] | undefined {
  const done = new Set<string>();
  function follow(name: string, path: string[]): string[] | undefined {
    if (path.includes(name)) {
      return path.slice(path.indexOf(name));
    }
    if (done.has(name)) {
      return undefined;
    }
    for (const next of graph.get(name) ?? []) {
      const circle = follow(next, [...path, name]);
      if (circle !== undefined) {
        return circle;
      }
    }
    done.add(name);
    return undefined;
  }
  for (const name of graph.keys()) {
    const circle = follow(name, []);
    if (circle !== undefined) {
      return circle;
    }
  }
  return undefined;
}

/** The functions of a file, of every kind, with more lines than that. */
export function longFunctions(path: string, text: string, mostLines: number): string[] {
  const source = parse(path, text);
  const found: string[] = [];
  function visit(node: ts.Node): void {
    if (ts.isFunctionLike(node) && "body" in node && node.body !== undefined) {
      const first = source.getLineAndCharacterOfPosition(node.getStart(source)).line;
      const lines = source.getLineAndCharacterOfPosition(node.getEnd()).line - first + 1;
      if (lines > mostLines) {
        found.push(`${path}:${first + 1}: a function of ${lines} lines`);
      }
    }
    ts.forEachChild(node, visit);
  }
  visit(source);
  return found;
}

/** The texts of a program: strings, and the fixed parts of templates. */
export function textsIn(text: string): string[] {
  const found: string[] = [];
  function visit(node: ts.Node): void {
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) {
      found.push(node.text);
    }
    ts.forEachChild(node, visit);
  }
  visit(parse("file.ts", text));
  return found;
}

// What the checks find: a place in a file, what is wrong there, and what to write instead.

import ts from "typescript";

export interface Problem {
  file: string;
  line: number;
  column: number;
  message: string;
}

export type Report = (node: ts.Node, message: string) => void;

export function problemAt(file: string, sourceFile: ts.SourceFile, position: number, message: string): Problem {
  const { line, character } = sourceFile.getLineAndCharacterOfPosition(position);
  return { file, line: line + 1, column: character + 1, message };
}

export function formatProblem({ file, line, column, message }: Problem): string {
  return `${file}:${line}:${column}: ${message}`;
}

/** By file, line and column; what two programs share is said once. */
export function sortProblems(problems: Problem[]): Problem[] {
  const unique = new Map(problems.map((problem) => [formatProblem(problem), problem]));
  return [...unique.values()].sort((a, c) =>
    a.file < c.file ? -1 : a.file > c.file ? 1 : a.line - c.line || a.column - c.column);
}

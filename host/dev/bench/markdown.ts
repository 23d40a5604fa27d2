// Tables in Markdown.

/** A table; columns of numbers (right: true) to the right. */
export function markdownTable(rows: string[][], right: boolean[]): string[] {
  const [head, ...body] = rows.map((row) => `| ${row.join(" | ")} |`);
  return [head as string, `|${right.map((isRight) => isRight ? "---:" : "---").join("|")}|`, ...body];
}

// Sizes and times as a person reads them, and words as a shell reads them.

/** 0 B, 999 B, 1.0 KB, 1.8 MB, 4.2 GB: decimal units. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) {
    return `${bytes} B`;
  }
  if (bytes < 999_950) {
    return `${(bytes / 1000).toFixed(1)} KB`;
  }
  if (bytes < 999_950_000) {
    return `${(bytes / 1_000_000).toFixed(1)} MB`;
  }
  return `${(bytes / 1_000_000_000).toFixed(1)} GB`;
}

/** 1 archive, 14 archives. */
export function countOf(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? "" : "s"}`;
}

/** 0.4 s, 12.3 s, 2:05 min, 1:02:05 h. */
export function formatSeconds(seconds: number): string {
  if (seconds < 59.95) {
    return `${seconds.toFixed(1)} s`;
  }
  const whole = Math.round(seconds);
  const two = (value: number): string => String(value).padStart(2, "0");
  if (whole < 3600) {
    return `${Math.floor(whole / 60)}:${two(whole % 60)} min`;
  }
  return `${Math.floor(whole / 3600)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)} h`;
}

/** A rough time: about 20 s, about 3 min, about 2.5 h. */
export function roughly(seconds: number): string {
  if (seconds < 10) {
    return `about ${Math.max(1, Math.round(seconds))} s`;
  }
  if (seconds < 90) {
    return `about ${Math.round(seconds / 5) * 5} s`;
  }
  if (seconds < 7200) {
    return `about ${Math.round(seconds / 60)} min`;
  }
  return `about ${(seconds / 3600).toFixed(1)} h`;
}

/**
 * Columns padded to the widest cell; numbers (right: true) to the right. Where that is wider than `width`, the widest
 * column (a hash, a list of names) gets a line of its own below each row.
 */
export function formatTable(rows: string[][], right: boolean[], width = Infinity): string[] {
  const widths = right.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  if (widths.reduce((sum, cells) => sum + cells + 2, -2) > width) {
    const widest = widths.indexOf(Math.max(...widths));
    const without = <T>(cells: T[]): T[] => cells.filter((_, column) => column !== widest);
    const narrow = formatTable(rows.map(without), without(right));
    return rows.flatMap((row, index) => [narrow[index] as string, ...row[widest] ? [`    ${row[widest]}`] : []]);
  }
  const pad = (cell: string, column: number): string =>
    right[column] ? cell.padStart(widths[column] as number) : cell.padEnd(widths[column] as number);
  return rows.map((row) => row.map(pad).join("  ").trimEnd());
}

/** Parses an integer, or gives undefined. */
export function parseInteger(text: string): number | undefined {
  return /^[0-9]{1,15}$/.test(text) ? Number(text) : undefined;
}

/** A word of a shell's script, quoted where it needs to be: the chain's shell and POSIX's read it alike. */
export function shellWord(text: string): string {
  return /^[\w./+:@,=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

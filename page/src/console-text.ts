// The text of a machine's console, as a page shows it.

/** What the machine says to the host between the lines, and to a terminal. */
const notText = /\r|\x1b\][^\x07]*\x07|\x1b\[[0-9;]*[A-Za-z]/g;

/** So many characters are kept. */
const longest = 100_000;

/** A console's text with more of it. */
export function withMore(text: string, more: string): string {
  return (text + more.replace(notText, "")).slice(-longest);
}

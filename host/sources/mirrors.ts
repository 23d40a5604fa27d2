// Which mirrors to ask. Unless the user names one it is the one that the system's own package
// configuration names: apt's one-line lists and its deb822 files. No address is written down here.
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";

/** Addresses (http, https) of the package mirrors that apt is set up with, in their order; none without apt. */
export async function systemMirrors(folder = "/etc/apt"): Promise<string[]> {
  const found: string[] = [];
  for (const path of await configurationFiles(folder)) {
    const text = await readFile(path, "utf8").catch(() => "");
    found.push(...(path.endsWith(".sources") ? fromStanzas(text) : fromLines(text)));
  }
  return [...new Set(found.map((address) => address.replace(/\/+$/, "")))];
}

async function configurationFiles(folder: string): Promise<string[]> {
  const parts = (await readdir(join(folder, "sources.list.d")).catch(() => []))
    .filter((name) => /\.(list|sources)$/.test(name)).sort()
    .map((name) => join(folder, "sources.list.d", name));
  return [join(folder, "sources.list"), ...parts];
}

/** `deb [options] URI suite component…`; only what carries the component main is the system's own. */
function fromLines(text: string): string[] {
  return text.split("\n").flatMap((line) => {
    const match = /^\s*deb(?:-src)?\s+(?:\[[^\]]*\]\s+)?(https?:\/\/\S+)\s+\S+\s+(.*)$/.exec(line.replace(/#.*/, ""));
    return match !== null && (match[2] as string).split(/\s+/).includes("main") ? [match[1] as string] : [];
  });
}

/** Stanzas of `Field: value` lines, parted by empty lines; a line that begins with a blank goes on. */
function fromStanzas(text: string): string[] {
  const withoutComments = text.split("\n").filter((line) => !line.startsWith("#")).join("\n");
  return withoutComments.split(/\n[ \t]*\n/).flatMap((stanza) => {
    const fields = new Map<string, string[]>();
    for (const line of stanza.replace(/\n[ \t]+/g, " ").split("\n")) {
      const match = /^([A-Za-z-]+):\s*(.*)$/.exec(line);
      if (match !== null) {
        fields.set((match[1] as string).toLowerCase(), (match[2] as string).trim().split(/\s+/));
      }
    }
    const enabled = fields.get("enabled")?.[0]?.toLowerCase() !== "no";
    const own = fields.get("components")?.includes("main") ?? false;
    return enabled && own ? (fields.get("uris") ?? []).filter((address) => /^https?:\/\//.test(address)) : [];
  });
}

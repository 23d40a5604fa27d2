// The chain as text: every file that goes on the tape, in the order in which it is read, with its number of lines; hex
// files as a table in which each byte says what it is part of.
import { useMemo } from "preact/hooks";
import { HexTable } from "./hex-table.js";
import { textOf, type Site } from "./load.js";
import { linkTo, Notice } from "./parts.js";

/** The order in which the chain is read. */
const readingOrder = ["seed/", "chain/", "steps/"];

const linesOf = (bytes: Uint8Array): number => bytes.reduce((count, byte) => count + (byte === 10 ? 1 : 0), 0);

export function Files({ site, path }: { site: Site; path: string }) {
  return path === "" ? <List site={site} /> : <File site={site} path={path} />;
}

function List({ site }: { site: Site }) {
  const folders = useMemo(() => {
    const paths = readingOrder.flatMap((start) => site.paths.filter((path) => path.startsWith(start)));
    const groups = new Map<string, string[]>();
    for (const path of paths) {
      const folder = path.split("/").slice(0, 2).join("/").replace(/^(seed)\/.*/, "$1");
      groups.set(folder, [...groups.get(folder) ?? [], path]);
    }
    return [...groups];
  }, [site]);
  return (
    <>
      <h2>Every file that the machine gets</h2>
      <p>The seed first, then the chain from folder to folder, then the steps. Nothing else comes in, but for upstream's
        archives.</p>
      {folders.map(([folder, paths]) => (
        <details open={folder === "seed"}>
          <summary>{folder} <span class="quiet">{paths.length} files, {paths.reduce((sum, path) =>
            sum + linesOf(site.files.get(path) as Uint8Array), 0).toLocaleString("en")} lines</span></summary>
          <ul class="files">
            {paths.map((path) => <li><a href={linkTo("read", path)}>{path}</a>{" "}
              <span class="quiet">{linesOf(site.files.get(path) as Uint8Array)} lines</span></li>)}
          </ul>
        </details>
      ))}
    </>
  );
}

/** Where the machine finds the code of a hex file. */
const origins: Record<string, number> = { "seed/boot.hex": 0x7c00 };

function File({ site, path }: { site: Site; path: string }) {
  if (!site.files.has(path)) {
    return <Notice text={`There is no file ${path}.`} isError />;
  }
  const text = textOf(site, path);
  return (
    <>
      <p><a href={linkTo("read")}>All files</a></p>
      <h2>{path} <span class="quiet">{linesOf(site.files.get(path) as Uint8Array)} lines</span></h2>
      {path.endsWith(".hex") ? <HexTable text={text} origin={origins[path] ?? 0} /> : <Lines text={text} />}
    </>
  );
}

function Lines({ text }: { text: string }) {
  const utf8 = new TextDecoder().decode(Uint8Array.from(text, (character) => character.charCodeAt(0)));
  return (
    <ol class="lines" tabIndex={0}>
      {utf8.replace(/\n$/, "").split("\n").map((line) => <li><code>{line}</code></li>)}
    </ol>
  );
}

// A hex file as it is read: bytes, assembly, reason side by side; the byte under the pointer is explained, or the first
// one of the row that has the focus.
import { useMemo, useState } from "preact/hooks";
import { parseHexFile, type CodeLine, type HexLine } from "../../host/tape/hex.js";

const hex = (value: number, digits: number): string => value.toString(16).toUpperCase().padStart(digits, "0");

interface Row {
  line: HexLine;
  /** The address of its first byte. */
  address: number;
}

function rowsOf(text: string, origin: number): Row[] {
  let address = origin;
  return parseHexFile(text).map((line) => {
    const row = { line, address };
    address += line.kind === "code" ? line.bytes.length : 0;
    return row;
  });
}

export function HexTable({ text, origin }: { text: string; origin: number }) {
  const rows = useMemo(() => rowsOf(text, origin), [text, origin]);
  const [about, setAbout] = useState("Point at a byte, or go to a row with the Tab key.");
  const explain = (event: Event): void => {
    const cell = event.target instanceof Element ? event.target.closest("[data-row]") : null;
    const row = rows[Number(cell?.getAttribute("data-row") ?? -1)];
    if (row?.line.kind === "code" && row.line.bytes.length > 0) {
      const index = event.target instanceof Element ? Number(event.target.getAttribute("data-byte") ?? 0) : 0;
      setAbout(describe(row.line, row.address, index));
    }
  };
  return (
    <>
      <p class="about" role="status" aria-live="polite">{about}</p>
      <table class="hex" onMouseOver={explain} onFocusIn={explain}>
        <thead><tr><th>address</th><th>bytes</th><th>assembly</th><th>reason</th></tr></thead>
        <tbody>{rows.map((row, index) => <HexRow row={row} index={index} />)}</tbody>
      </table>
    </>
  );
}

function describe({ bytes, assembly, reason }: CodeLine, address: number, index: number): string {
  const place = bytes.length === 1 ? "the only byte" : `byte ${index + 1} of the ${bytes.length} bytes`;
  return `${hex(bytes[index] ?? 0, 2)} at ${hex(address + index, 4)}: ${place} of “${assembly}”` +
    (reason === "" ? "." : `: ${reason}.`);
}

function HexRow({ row: { line, address }, index }: { row: Row; index: number }) {
  if (line.kind === "prose") {
    return <tr class="prose"><td colSpan={4}>{line.text.replace(/^# ?/, "")}</td></tr>;
  }
  const { bytes, assembly, reason } = line;
  return (
    <tr data-row={index} tabIndex={bytes.length > 0 ? 0 : undefined}>
      <td class="quiet">{bytes.length > 0 ? hex(address, 4) : ""}</td>
      <td class="bytes">{bytes.map((byte, at) => <span data-row={index} data-byte={at}>{hex(byte, 2)}</span>)}</td>
      <td><code class={assembly.endsWith(":") ? "label" : ""}>{assembly}</code></td>
      <td>{reason}</td>
    </tr>
  );
}

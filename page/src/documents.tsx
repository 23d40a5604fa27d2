// The documents that `run`, `verify` and `attest --verify` print with `--json`, as tables. What a document does not say
// is not here.
import { formatSeconds } from "../../host/common/text.js";
import {
  attestSchema, runSchema, verifySchema, type AttestDocument, type RunDocument, type VerifyDocument,
} from "../../host/report/document.js";
import { Hash, Notice } from "./parts.js";

export type ShownDocument = RunDocument | VerifyDocument | AttestDocument;

const schemas = [runSchema, verifySchema, attestSchema];

/** Reads a document; throws in words what is wrong with it. */
export function readDocument(text: string): ShownDocument {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error("this is no JSON");
  }
  const found = schemas.map((schema) => schema.safeParse(value)).find(({ success }) => success);
  if (found?.data === undefined) {
    throw new Error("this is no document that `rootseed run`, `verify` or `attest --verify` of this version has " +
      "printed with --json");
  }
  return found.data;
}

export function Document({ document }: { document: ShownDocument }) {
  const { rootseed, date, host, schema } = document;
  return (
    <section aria-label={`Document ${schema.name}`} data-document={schema.name}>
      {schema.name === "rootseed-run" ? <RunView document={document as RunDocument} />
        : schema.name === "rootseed-verify" ? <VerifyView document={document as VerifyDocument} />
          : <AttestView document={document as AttestDocument} />}
      <p class="quiet">Printed {date} by rootseed {rootseed.version}, commit {rootseed.commit ?? "unknown"}
        {rootseed.modified === true ? " with changes" : ""}, on {host.platform} {host.release}, {host.processor}
        {host.model === null ? "" : `, ${host.model}`}, Node.js {host.node}.</p>
    </section>
  );
}

function Verdict({ ok, good, bad }: { ok: boolean; good: string; bad: string }) {
  return ok ? <p class="verdict good" role="status">{good}</p> : <Notice text={bad} isError />;
}

function RunView({ document: { ok, engine, error, seed, steps, stages } }: { document: RunDocument }) {
  const artifacts = stages.flatMap(({ name, artifacts }) => artifacts.map((one) => ({ ...one, stage: name })));
  const seconds = (value: number | undefined): string => value === undefined ? "" : formatSeconds(value);
  return (
    <>
      <h2>The run on {engine}</h2>
      <Verdict ok={ok} good={`Everything is as pinned, or your own: ${artifacts.length} artifacts.`}
        bad={`The run failed${inStage(error?.stage)}: ${error?.message ?? "no reason is said"}`} />
      <p>It began with {seed.file}: {seed.bytes} bytes, SHA-256 <Hash sha256={seed.sha256} />.</p>
      <Table heads={["step", "on", "took", "user time", "system time", ""]} rows={steps.map((step) => [
        step.name, `${step.engine}${inBrackets(step.emulator)}`, seconds(step.seconds),
        seconds(step.userSeconds), seconds(step.systemSeconds), step.fromStore === true ? "in an earlier run" : ""])} />
      <h3>{artifacts.length} artifacts</h3>
      <Table heads={["artifact", "bytes", "SHA-256", "is", "made on"]} rows={artifacts.map((one) => [
        `${one.stage}/${one.path}`, one.bytes?.toLocaleString("en") ?? "", one.sha256, verdictOf(one),
        one.engine ?? ""])} isBad={(row) => !(artifacts[row]?.ok ?? true)} />
    </>
  );
}

const inStage = (stage: string | null | undefined): string => typeof stage === "string" ? `, in ${stage}` : "";
const inBrackets = (text: string | null | undefined): string => typeof text === "string" ? ` (${text})` : "";

function verdictOf({ ok, sha256, expected, fromStore }: RunDocument["stages"][number]["artifacts"][number]): string {
  const stored = fromStore === true ? ", from the store" : "";
  return ok ? `${expected === null ? "not pinned" : "as pinned"}${stored}`
    : sha256 === null ? "MISSING" : expected === null ? "NOT PINNED" : "DIFFERENT";
}

function VerifyView({ document: { ok, columns, notRun, artifacts, checks } }: { document: VerifyDocument }) {
  const wrong = artifacts.filter((row) => !row.ok).length;
  return (
    <>
      <h2>What {columns.join(", ")} {columns.length === 1 ? "has" : "have"} made</h2>
      <Verdict ok={ok}
        good={`${artifacts.length} artifacts, all as pinned${columns.length > 1 ? ", all the same" : ""}.`}
        bad={[wrong > 0 ? `${wrong} of ${artifacts.length} artifacts differ, are missing or are not pinned` : "",
          notRun.length > 0 ? `not run: ${notRun.map(({ engine, reason }) => `${engine} (${reason})`).join(", ")}` : "",
        ].filter((text) => text !== "").join("; ")} />
      <Table heads={["artifact", "pinned", ...columns]} isBad={(row) => !(artifacts[row]?.ok ?? true)}
        rows={artifacts.map(({ stage, path, expected, found, madeOn }) => [`${stage}/${path}`, expected,
          ...columns.map((column) => cell(found[column], expected, madeOn?.[column]))])} />
      {checks === undefined ? null : <Table heads={["after", "check", "result"]} rows={checks.map((check) =>
        [check.after, check.steps.join(" "), check.ok ? "ok" : check.message ?? "failed"])} />}
    </>
  );
}

function cell(found: string | null | undefined, expected: string | null, maker: string | undefined): string {
  const by = maker === undefined ? "" : `, made on ${maker}`;
  return typeof found !== "string" ? "missing" : found === expected ? `same${by}` : `${found.slice(0, 16)}…${by}`;
}

function AttestView({ document: { ok, parties, statements, missing, artifacts } }: { document: AttestDocument }) {
  const names = parties.map(({ name }) => name);
  const refused = statements.filter((statement) => statement.refused !== null).length;
  const differing = artifacts.filter((row) => !row.ok).length;
  return (
    <>
      <h2>What {names.join(", ")} {names.length === 1 ? "has" : "have"} signed</h2>
      <Verdict ok={ok} good={`${statements.length} statements; all say what is pinned.`}
        bad={`${refused} of ${statements.length} statements refused, ${missing.length} missing; ` +
          `${differing} artifacts are not as pinned`} />
      <Table heads={["party", "SHA-256 of the key"]} rows={parties.map(({ name, keyId }) => [name, keyId])} />
      <Table heads={["statement", "on the step", "signed by", "made on", "counts"]}
        rows={statements.map(({ file, step, signers, engine, refused }) => [file, step ?? "", signers.join(", "),
          engine ?? "", refused === null ? "yes" : `no: ${refused}`])}
        isBad={(row) => statements[row]?.refused !== null} />
      <Table heads={["artifact", "pinned", ...names]} isBad={(row) => !(artifacts[row]?.ok ?? true)}
        rows={artifacts.map(({ stage, path, expected, found }) => [`${stage}/${path}`, expected,
          ...names.map((name) => cell(found[name], expected, undefined))])} />
    </>
  );
}

const wholeHash = /^[0-9a-f]{64}$/;

function Table({ heads, rows, isBad }: {
  heads: string[]; rows: (string | null)[][]; isBad?: (row: number) => boolean;
}) {
  return (
    <table>
      <thead><tr>{heads.map((head) => <th>{head}</th>)}</tr></thead>
      <tbody>{rows.map((cells, row) => (
        <tr class={isBad?.(row) === true ? "bad" : ""}>{cells.map((text) =>
          <td>{text !== null && wholeHash.test(text) ? <Hash sha256={text} /> : text}</td>)}</tr>
      ))}</tbody>
    </table>
  );
}

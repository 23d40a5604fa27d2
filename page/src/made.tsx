// Who made a file: a graph that one can walk. In its middle a process; on one side what it came from, on the other what
// it made. Down to the files of the repository and the archives.
import { useMemo } from "preact/hooks";
import { RecordedChain, type Cause, type Maker, type Provenance } from "../../host/explain/provenance.js";
import { Hash, linkTo, Notice, useRun } from "./parts.js";
import type { MadeFile, Run } from "./run.js";

export function Made({ run, name }: { run: Run; name: string }) {
  useRun(run);
  const { made, phase } = run.state;
  const files = made.filter(({ isRecord }) => !isRecord);
  const isOver = phase === "shell" || phase === "ended";
  const chain = useMemo(() => isOver ? new RecordedChain(run.records) : undefined, [run, isOver]);
  if (chain === undefined) {
    return <p>Who made what is known when a run has ended: <a href="#/">start one</a>. While it runs, the chain's kernel
      records every process, and every file that it reads and writes.</p>;
  }
  const [target, id] = name.split("@");
  const file = files.find(({ path }) => path === target);
  return (
    <>
      <h2>Who made it</h2>
      <p class="choices">{files.map(({ path }) =>
        <a href={linkTo("made", path)} aria-current={path === target ? "page" : undefined}>{path}</a>)}</p>
      {file === undefined ? <p>Choose a file that was made.</p> : <Graph chain={chain} file={file} id={id} />}
    </>
  );
}

function Graph({ chain, file, id }: { chain: RecordedChain; file: MadeFile; id: string | undefined }) {
  const provenance = useMemo(() => chain.provenanceOf(file.step, file.path, file.sha256), [chain, file]);
  const all = [...provenance.causes.keys()];
  const leaves = new Set([...provenance.causes.values()].flat().flatMap(({ leaf }) => leaf?.path ?? []));
  const maker = id === undefined ? provenance.makers[0] : all.find((one) => one.id === id);
  return (
    <>
      <p>{file.path} comes from {all.length} processes, and from {leaves.size} files of the repository and archives.
        Made by {provenance.makers.map((one) => <><Link file={file} maker={one} /> </>)}.</p>
      {maker === undefined ? <Notice text={`There is no process ${id}.`} isError />
        : <Node file={file} maker={maker} provenance={provenance} />}
    </>
  );
}

/** Words by which a person knows a process. One without a program of its own is the shell, which runs the plan. */
function programOf({ process, step }: Maker): string {
  const shell = process.parent === undefined ? `the plan of ${step.name}` : "the shell";
  return process.programs.at(-1)?.arguments.slice(0, 6).join(" ") ?? shell;
}

function Link({ file, maker }: { file: MadeFile; maker: Maker }) {
  return <a href={linkTo("made", `${file.path}@${maker.id}`)}><strong>{maker.id}</strong> {programOf(maker)}</a>;
}

function Node({ file, maker, provenance }: { file: MadeFile; maker: Maker; provenance: Provenance }) {
  const { process, step, id } = maker;
  const causes = provenance.causes.get(maker) ?? [];
  const users = [...provenance.causes].filter(([, list]) => list.some(({ makers }) => makers.includes(maker)));
  return (
    <div class="graph">
      <section aria-label="What it came from">
        <h3>came from</h3>
        <ul>{causes.map((cause) => <CauseItem file={file} cause={cause} />)}</ul>
      </section>
      <section class="center" aria-label="The process">
        <h3>{id}</h3>
        <p>Process {process.number} of the step {step.name}.</p>
        {process.programs.map((program) => (
          <>
            <p>
              Ran <code>{program.path}</code> <Hash sha256={program.content.sha256} /> in <code>{program.folder}</code>:
            </p>
            <pre>{program.arguments.join("\n")}</pre>
          </>
        ))}
      </section>
      <section aria-label="What it made">
        <h3>made</h3>
        <ul>{[...process.writes.values(), ...process.names.values()].map(({ path, content }) =>
          <li><code>{path}</code> <Hash sha256={content.sha256} /></li>)}</ul>
        {users.length === 0 ? null : <h3>used by</h3>}
        <ul>{users.map(([user]) => <li><Link file={file} maker={user} /></li>)}</ul>
      </section>
    </div>
  );
}

function CauseItem({ file, cause: { how, use, makers, leaf } }: { file: MadeFile; cause: Cause }) {
  const path = use?.path ?? leaf?.path ?? "";
  return (
    <li>
      {how} <code>{path}</code>
      {leaf === undefined ? makers.map((maker) => <>{path === "" ? " " : <br />}<Link file={file} maker={maker} /></>)
        : leaf.kind === "file" ? <>, <a href={linkTo("read", leaf.path)}>a file of the repository</a></>
          : leaf.kind === "archive" ? `, upstream's archive ${leaf.path}` : ", of which NOBODY KNOWS where it is from"}
    </li>
  );
}

// The first screen, and the run: what will happen, a button, the chain as boxes, counters, the console; at the end, a
// shell and an editor.
import { useState } from "preact/hooks";
import { formatBytes, formatSeconds, roughly } from "../../host/common/text.js";
import { decodeHex } from "../../host/tape/hex.js";
import type { PageStep } from "../../host/page/model.js";
import { missingArchives, stepsTo, textOf, type Site } from "./load.js";
import { ConsoleText, Hash, linkTo, Notice, Steps, useNow, useRun, type ShownStep } from "./parts.js";
import { Program } from "./program.js";
import type { MadeFile, Run } from "./run.js";

interface StartProps {
  site: Site;
  run: Run;
  stages: string[];
  goTo: (stage: string) => void;
}

/** Bytes of code in the boot sector: up to the zeros before its mark. */
function seedBytes(site: Site): number {
  const sector = decodeHex(textOf(site, "seed/boot.hex")).subarray(0, 510);
  return sector.findLastIndex((byte) => byte !== 0) + 1;
}

export function Start({ site, run, stages, goTo }: StartProps) {
  useRun(run);
  const { state } = run;
  const [first = "", ...later] = stages;
  return (
    <>
      <p class="lead">
        From <strong>{seedBytes(site)} bytes</strong> that a person can read, and nothing but text, this page builds a
        compiler, a kernel, tools and a C compiler: before your eyes, on a PC that is emulated in this tab.
      </p>
      {state.phase === "ready" ? <Before site={site} run={run} start={() => goTo(first)} /> : null}
      <Chain run={run} />
      {state.error === undefined ? null : <Notice text={`The run failed: ${state.error}`} isError />}
      <Verdict run={run} />
      {(state.phase === "shell" || state.phase === "ended") && later.filter((stage) => stage !== state.stage).map(
        (stage) => <p><button onClick={() => goTo(stage)}>Start again, and go on to {stage}</button> {" "}
          {describeCost(site, stage)}</p>)}
      {["shell", "ended", "failed"].includes(state.phase)
        ? <p><button onClick={() => goTo(state.stage)}>Start again</button></p> : null}
      {state.phase === "ready" ? null : <Counters site={site} run={run} />}
      {state.phase === "shell" ? <Program run={run} /> : null}
      {state.phase === "ready" ? null : <Console run={run} />}
    </>
  );
}

const secondsTo = ({ data }: Site, stage: string): number =>
  stepsTo(data, stage).reduce((sum, { seconds }) => sum + seconds, data.startSeconds);

/** What it takes to go to a stage, in words. */
function describeCost(site: Site, stage: string): string {
  const missing = missingArchives(site, stepsTo(site.data, stage)).reduce((sum, one) => sum + one.loadedBytes, 0);
  return `(${roughly(secondsTo(site, stage))}${missing === 0 ? "" : `, ${formatBytes(missing)} to load`})`;
}

/** What the run will take, said before it starts. */
function Before({ site, run, start }: { site: Site; run: Run; start: () => void }) {
  const memory = Math.max(...run.steps.map((step) => step.memory));
  return (
    <section aria-label="Before the start">
      <p><button class="start" onClick={start}>Start</button></p>
      <p>
        It takes {roughly(secondsTo(site, run.state.stage))} on an ordinary computer, longer on a phone, and{" "}
        {memory} MB of memory for the PC, with about as much around it. {formatBytes(site.loadedBytes)} have been loaded
        for it; nothing more will be, unless you go on to a later stage. What is made is compared, here, with the hashes
        that are pinned in the repository.
      </p>
      <p><a href={linkTo("read", "seed/boot.hex")}>Read the seed</a> first: it takes a minute.</p>
    </section>
  );
}

function Chain({ run }: { run: Run }) {
  const now = useNow(run.state.phase === "running");
  return <Steps steps={run.steps.map((step) => shownStep(step, run, now))} />;
}

function shownStep(step: PageStep, { state }: Run, now: number): ShownStep {
  const time = state.times.get(step.name);
  const made = state.made.filter((file) => file.step === step && !file.isRecord);
  const isBad = made.some(({ isPinned }) => isPinned === false) || (state.phase === "failed" && time !== undefined &&
    time.ended === undefined);
  const isDone = time?.ended !== undefined && made.length >= step.pins.length;
  const status = isBad ? "bad" : isDone ? "good" : time !== undefined ? "busy" : "waiting";
  const seconds = time === undefined ? undefined : ((time.ended ?? now) - time.begun) / 1000;
  return {
    name: step.name, status, words: { bad: "failed", good: "as pinned", busy: "working", waiting: "waits" }[status],
    time: seconds === undefined ? roughly(step.seconds) : formatSeconds(seconds),
    more: made.length === 0 ? "" : formatBytes(made.reduce((sum, { bytes }) => sum + bytes, 0)),
  };
}

/** How the run has ended, in words; a table of what was made. */
function Verdict({ run }: { run: Run }) {
  const { made, phase, stage } = run.state;
  if (made.length === 0) {
    return null;
  }
  const due = run.steps.flatMap(({ pins, record }) => [...pins, ...record === undefined ? [] : [record]]);
  const isWhole = due.every((pin) => made.some(({ path, isPinned }) => path === pin.path && isPinned === true));
  const hasEnded = phase === "shell" || phase === "ended";
  return (
    <section aria-label="What was made">
      {!hasEnded ? null : isWhole
        ? <p class="verdict good" role="status">Everything up to {stage} was built from the seed, and is as pinned:{" "}
          {due.length} files, each hashed here.</p>
        : <Notice text={`Not everything up to ${stage} was made: ${due.filter((pin) =>
          !made.some(({ path }) => path === pin.path)).map(({ path }) => path).join(", ")} missing.`} isError />}
      <details open={hasEnded}>
        <summary>{made.length} files made</summary>
        <table>
          <thead><tr><th>file</th><th>bytes</th><th>SHA-256</th><th>is</th><th>came from</th></tr></thead>
          <tbody>{made.map((file) => <MadeRow file={file} />)}</tbody>
        </table>
      </details>
    </section>
  );
}

function MadeRow({ file: { path, bytes, sha256, isPinned, isRecord } }: { file: MadeFile }) {
  const verdict = isPinned === undefined ? "not pinned" : isPinned ? "as pinned" : "DIFFERENT";
  return (
    <tr class={isPinned === false ? "bad" : ""} data-path={path} data-sha256={sha256}>
      <td>{path}</td><td class="number">{bytes.toLocaleString("en")}</td><td><Hash sha256={sha256} /></td>
      <td>{verdict}</td><td>{isRecord ? "" : <a href={linkTo("made", path)}>who made it</a>}</td>
    </tr>
  );
}

function Counters({ site, run: { state } }: { site: Site; run: Run }) {
  const { disk, instructions, made, begun, ended } = state;
  const bytes = made.filter(({ isRecord }) => !isRecord).reduce((sum, file) => sum + file.bytes, 0);
  const number = (value: number): string => value.toLocaleString("en");
  return (
    <dl class="counters">
      <dt>machine code that came in</dt><dd>{seedBytes(site)} bytes</dd>
      <dt>text that came in</dt><dd>{disk === undefined ? "" : `${number(disk.text)} bytes`}</dd>
      <dt>bytes made</dt><dd>{number(bytes)}</dd>
      <dt>instructions executed</dt><dd>{number(instructions)}</dd>
      <dt>time</dt><dd>{formatSeconds(((ended ?? performance.now()) - begun) / 1000)}</dd>
      <dt>disk</dt>
      <dd>{disk === undefined ? "" : <>{number(disk.bytes)} bytes, SHA-256{" "}
        <code class="whole" data-disk={disk.sha256}>{disk.sha256}</code>, as{" "}
        <code>rootseed image --record --shell --until {state.stage}</code> says</>}</dd>
    </dl>
  );
}

function Console({ run }: { run: Run }) {
  const [line, setLine] = useState("");
  const { console: text, phase } = run.state;
  const send = (event: Event): void => {
    event.preventDefault();
    run.type(`${line}\r`);
    setLine("");
  };
  return (
    <section aria-label="Console">
      <h2>Console</h2>
      <ConsoleText text={text} />
      {phase !== "shell" ? null : (
        <form onSubmit={send}>
          <label>Type in the machine's shell: <input value={line} autocomplete="off" spellcheck={false}
            onInput={({ currentTarget }) => setLine(currentTarget.value)} /></label>{" "}
          <button>Send</button>
        </form>
      )}
    </section>
  );
}

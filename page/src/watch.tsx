// The page that watches a command: the chain as boxes, what runs now, an estimate, the console; at the end what has
// come of it. It shows other documents of `--json`, too, which the visitor opens.
import { render } from "preact";
import { useState } from "preact/hooks";
import { formatSeconds, roughly } from "../../host/common/text.js";
import type { ExpectedStep } from "../../host/report/run-event.js";
import { Document, readDocument, type ShownDocument } from "./documents.js";
import { ConsoleText, Notice, Steps, useNow, useRun, type ShownStep } from "./parts.js";
import { WatchedRun, type WatchState } from "./watched-run.js";

function Watch({ run }: { run: WatchedRun }) {
  useRun(run);
  const { words, steps, document, hasEnded, isLost } = run.state;
  useNow(!hasEnded && !isLost);
  return (
    <>
      <header><h1>rootseed</h1></header>
      <main>
        <p class="lead"><code>{words}</code></p>
        {isLost ? <Notice text="The command has ended, or was ended, without a word." isError /> : null}
        <Steps steps={steps.map((step) => shownStep(step, run))} />
        {hasEnded || isLost ? null : <Now run={run} />}
        {document === undefined ? null : <Document document={document} />}
        <section aria-label="Console">
          <h2>Console</h2>
          <ConsoleText text={run.state.console} />
        </section>
        <Others />
      </main>
    </>
  );
}

/** How far it is. */
function Now({ run }: { run: WatchedRun }) {
  const { steps, begun, console } = run.state;
  if (steps.length === 0) {
    return <p role="status">Being planned.</p>;
  }
  const last = begun.at(-1);
  const place = last?.ended === undefined && last !== undefined
    ? `step ${steps.findIndex(({ name }) => name === last.name) + 1} of ${steps.length}, ${last.name}` : "starting";
  const left = run.secondsLeft;
  return (
    <p class="now">
      <strong>{place}</strong>: {formatSeconds(run.seconds)} so far,{" "}
      {left === undefined ? "longer than expected" : `${roughly(left)} left`}<br />
      <code data-now>{console.trimEnd().split("\n").at(-1)}</code>
    </p>
  );
}

function shownStep({ name, engine, seconds, fromStore }: ExpectedStep, { state, seconds: now }: WatchedRun): ShownStep {
  const step = state.begun.find((one) => one.name === name);
  const isOver = state.hasEnded || state.isLost;
  const status = fromStore || step?.ended !== undefined ? "good"
    : step === undefined ? "waiting" : isOver ? "bad" : "busy";
  const words = { bad: "failed", good: isRight(state) ? "as pinned" : "made", busy: "working", waiting: "waits" };
  return {
    name, status, words: fromStore ? "from the store" : words[status],
    time: step === undefined ? (fromStore ? formatSeconds : roughly)(seconds)
      : formatSeconds((step.ended ?? now) - step.begun),
    more: engine,
  };
}

/** What was made is right: it was compared at the end. */
const isRight = ({ document, hasEnded }: WatchState): boolean => hasEnded && document?.ok === true;

/** Documents that the visitor opens. */
function Others() {
  const [shown, setShown] = useState<ShownDocument>();
  const [problem, setProblem] = useState("");
  const open = async (file: File | undefined): Promise<void> => {
    if (file !== undefined) {
      try {
        setShown(readDocument(await file.text()));
        setProblem("");
      } catch (error) {
        setShown(undefined);
        setProblem(`${file.name}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  };
  return (
    <section aria-label="Other results">
      <h2>Other results</h2>
      <p>
        <label>
          A document of <code>rootseed run</code>, <code>verify</code> or <code>attest --verify</code>, printed{" "}
          with <code>--json</code>:{" "}
          <input type="file" accept=".json,application/json"
            onChange={({ currentTarget }) => void open(currentTarget.files?.[0])} />
        </label>
      </p>
      {problem === "" ? null : <Notice text={problem} isError />}
      {shown === undefined ? null : <Document document={shown} />}
    </section>
  );
}

const place = document.getElementById("page") as HTMLElement;
place.replaceChildren();
render(<Watch run={new WatchedRun("events")} />, place);

// Small parts that several views use.
import { useEffect, useRef, useState } from "preact/hooks";

export function Notice({ text, isError }: { text: string; isError: boolean }) {
  return <p class={isError ? "notice bad" : "notice"} role={isError ? "alert" : "status"}>{text}</p>;
}

/** What changes, and says so. */
export interface Changing {
  /** Calls back after a change, until the result is called. */
  subscribe: (listener: () => void) => () => void;
}

/** Shows a part again when a run changes, at most once a frame. */
export function useRun(run: Changing): void {
  const [, setCount] = useState(0);
  useEffect(() => {
    let frame = 0;
    const stop = run.subscribe(() => {
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        setCount((count) => count + 1);
      });
    });
    return () => {
      cancelAnimationFrame(frame);
      stop();
    };
  }, [run]);
}

/** A hash: its beginning, and all of it for who asks. */
export function Hash({ sha256 }: { sha256: string }) {
  return <code class="hash" title={sha256}>{sha256.slice(0, 16)}…</code>;
}

export const linkTo = (...parts: string[]): string => `#/${parts.map(encodeURIComponent).join("/")}`;

/** The present time in milliseconds, again and again while something runs. */
export function useNow(isRunning: boolean): number {
  const [, setNow] = useState(0);
  useEffect(() => {
    const timer = isRunning ? setInterval(() => setNow(performance.now()), 200) : undefined;
    return () => clearInterval(timer);
  }, [isRunning]);
  return performance.now();
}

export interface ShownStep {
  name: string;
  status: "waiting" | "busy" | "good" | "bad";
  words: string;
  time: string;
  more: string;
}

/** The chain as boxes. */
export function Steps({ steps }: { steps: ShownStep[] }) {
  return (
    <ol class="chain" aria-label="The chain">
      {steps.map(({ name, status, words, time, more }) => (
        <li class={`step ${status}`} data-step={name}>
          <strong>{name}</strong>
          <span class="status">{words}</span>
          <span>{time}</span>
          <span>{more}</span>
        </li>
      ))}
    </ol>
  );
}

/** What a machine has said; its end is in view. */
export function ConsoleText({ text }: { text: string }) {
  const place = useRef<HTMLPreElement>(null);
  useEffect(() => place.current?.scrollTo(0, place.current.scrollHeight), [text]);
  return <pre class="console" ref={place} tabIndex={0}>{text}</pre>;
}

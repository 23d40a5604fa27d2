// Small parts that several views use.
import { useEffect, useState } from "preact/hooks";
import type { Run } from "./run.js";

export function Notice({ text, isError }: { text: string; isError: boolean }) {
  return <p class={isError ? "notice bad" : "notice"} role={isError ? "alert" : "status"}>{text}</p>;
}

/** Shows a part again when the run changes, at most once a frame. */
export function useRun(run: Run): void {
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

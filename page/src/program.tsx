// A C program of the visitor's own, compiled in the machine by the compiler that was just made.
import { useState } from "preact/hooks";
import type { Run } from "./run.js";

const example = `#include <stdio.h>

int main(void) {
  int n, i, prime;
  for (n = 2; n < 60; n++) {
    prime = 1;
    for (i = 2; i * i <= n; i++) if (n % i == 0) prime = 0;
    if (prime) printf("%d ", n);
  }
  printf("\\n");
  return 0;
}
`;

/** How the machine compiles a program, by the last stage that it went to. */
const compile: Record<string, string> = {
  tcc: "cc -I /chain/6-libc/include -o /tmp/program /tmp/program.c /chain/6-libc/*.c",
  musl: "tcc -static -o /tmp/program /tmp/program.c",
};

const rowBytes = 24;

/** Lines for the machine's shell that write a text there: as hex, which needs no quotes. */
function writeFile(text: string, path: string): string[] {
  const bytes = [...new TextEncoder().encode(text)].map((byte) => byte.toString(16).padStart(2, "0"));
  const lines = [`echo title > ${path}.hex`];
  for (let at = 0; at < bytes.length; at += rowBytes) {
    lines.push(`echo ${bytes.slice(at, at + rowBytes).join(" ")} >> ${path}.hex`);
  }
  return [...lines, `unhex < ${path}.hex > ${path}`];
}

export function Program({ run }: { run: Run }) {
  const [text, setText] = useState(example);
  const command = compile[run.state.stage];
  if (command === undefined) {
    return null;
  }
  const start = (): void =>
    [...writeFile(text, "/tmp/program.c"), command, "/tmp/program"].forEach((line) => run.type(`${line}\r`));
  return (
    <section aria-label="A program of your own">
      <h2>Write a C program</h2>
      <textarea aria-label="C program" rows={14} spellcheck={false} value={text}
        onInput={({ currentTarget }) => setText(currentTarget.value)} />
      <p><button onClick={start}>Compile and run it</button> <code>{command}</code></p>
    </section>
  );
}

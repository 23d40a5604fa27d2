// The lines of a plan that make chain/console in the machine. They need nothing but what the tape has: the console
// holds the tools itself, because the first steps of a chain do not have them as a file yet.

/** Makes it; `/interactive/console` then starts it, with a plan as its argument or without. */
export function makeConsole(): string[] {
  return [
    "cd /",
    "mkdir -p /interactive /bin /tmp",
    "unhex < /seed/host.hex > /interactive/seed-host",
    "chmod 755 /interactive/seed-host",
    "cat chain/1-compiler/compiler.hex chain/nul chain/nul @chain/console/sources chain/nul > /interactive/source",
    "/interactive/seed-host < /interactive/source > /interactive/console",
    "chmod 755 /interactive/console",
  ];
}

/** A script, and then a person at the console. */
export function shellAfter(script: string): string[] {
  return [script, ...makeConsole(), "/interactive/console", ""];
}

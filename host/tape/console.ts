// The lines of a plan that make chain/console in the machine. They need nothing but what the tape has: the tools that
// it starts are compiled once more, because the first steps of a chain do not have them as a file yet.

function compile(program: string): string[] {
  return [
    `cat chain/compiler/compiler.hex chain/nul chain/nul @chain/${program}/sources chain/nul > /interactive/source`,
    `/interactive/seed-host < /interactive/source > /interactive/${program}`,
    `chmod 755 /interactive/${program}`,
  ];
}

/** Makes it; `/interactive/console` then starts it, with a script as its argument or without. */
export function makeConsole(): string[] {
  return [
    "cd /",
    "mkdir -p /interactive /bin /tmp",
    "unhex < /seed/host.hex > /interactive/seed-host",
    "chmod 755 /interactive/seed-host",
    ...compile("tools"),
    ...compile("console"),
  ];
}

// lex on this computer: compiled from its sources, used on a specification, and the scanner compiled with a driver.
// What flex makes of the same specification can be compared with it. No text of an upstream package is in this
// repository: real specifications come out of the archives of a folder, where they are.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { because } from "./engines.js";
import { root } from "./folders.js";
import { hangsAfter } from "./limits.js";

export const sources = join(root, "chain/7-lex");
export const corpus = join(root, "test/corpus/lex");

const has = (program: string): boolean => spawnSync(program, ["-v"]).error === undefined;
export const compilers = ["gcc", "tcc"].filter(has);
export const noCompiler = because(compilers.length > 0 ? undefined : "no gcc and no tcc");
export const hasFlex = spawnSync("flex", ["--version"], { encoding: "utf8" }).stdout?.startsWith("flex 2.6.4") === true;
export const noFlex = because(hasFlex ? undefined : "no flex 2.6.4");

export interface Result {
  status: number | null;
  out: string;
  err: string;
}

/** Runs a program; its output is bytes, one a character. */
export function run(command: string[], input: string | Buffer = "", cwd = "/tmp"): Result {
  const { status, stdout, stderr, error } = spawnSync(command[0] as string, command.slice(1), {
    input: typeof input === "string" ? Buffer.from(input, "latin1") : input, cwd, maxBuffer: 1 << 28,
    timeout: hangsAfter,
  });
  if (error !== undefined) throw error;
  return { status, out: stdout.toString("latin1"), err: stderr.toString("latin1") };
}

/** Runs what must succeed. */
export function must(command: string[], input: string | Buffer = "", cwd = "/tmp"): string {
  const { status, out, err } = run(command, input, cwd);
  if (status !== 0) throw new Error(`${command.join(" ")}: status ${status}\n${err.slice(0, 4000)}`);
  return out;
}

/** lex, compiled into a folder by a compiler. */
export function buildLex(folder: string, compiler = compilers[0] as string, ...flags: string[]): string {
  const program = join(folder, `lex-${compiler}`);
  const files = readdirSync(sources).filter((name) => name.endsWith(".c") && name !== "scanner.c").sort();
  must([compiler, ...flags, `-DSKELETON="${join(sources, "scanner.c")}"`, "-o", program,
    ...files.map((name) => join(sources, name))]);
  return program;
}

/** A real scanner: where its specification is, the driver, and what it is to scan. */
export interface RealScanner {
  name: string;
  /** steps/archives/NAME. */
  archive: string;
  specification: string;
  driver: string;
  /** Files of the archive that are scanned. */
  inputs: string[];
  /** The driver opens the files itself. */
  opens?: boolean;
  /** The functions at the end of the specification are left out; the driver has what is needed of them. */
  withoutEnd?: boolean;
}

const systemHeaders = new Set(["assert", "ctype", "errno", "limits", "stdarg", "stdio", "stdlib", "string", "strings"]
  .map((name) => `${name}.h`));

/** A folder with the headers that the specification asks for: empty ones, and its tokens. */
function makeHeaders(folder: string, text: string, driver: string): void {
  mkdirSync(folder, { recursive: true });
  for (const [, name] of text.matchAll(/^\s*#\s*include\s*["<]([^">]+)[">]/gm)) {
    if (!systemHeaders.has(name as string)) {
      mkdirSync(dirname(join(folder, name as string)), { recursive: true });
      writeFileSync(join(folder, name as string), "");
    }
  }
  const own = [...driver.matchAll(/enum \{([^}]*)\}/g)].map(([, names]) => names).join(" ");
  const names = new Set([...text.matchAll(/\b[A-Z][A-Z0-9_]+\b/g)].map(([name]) => name));
  for (const [, name] of text.matchAll(/BISON_DIRECTIVE \(([A-Z_]+)\)/g)) names.add(`PERCENT_${name}`);
  const isOwn = (name: string): boolean => new RegExp(`\\b${name}\\b`).test(own);
  const tokens = [...names].filter((name) => !/^(FILE$|YY)/.test(name) && !isOwn(name)).sort();
  writeFileSync(join(folder, "tokens.h"), tokens.map((name, index) =>
    `#ifndef ${name}\nenum { ${name} = ${1000 + index} };\n#endif\n`).join(""));
}

/** Compiles what lex or flex makes of a specification with its driver; the program. */
export function makeScanner(tool: string, real: RealScanner, archiveFolder: string, folder: string,
  compiler = "gcc", ...flags: string[]): string {
  const driver = join(corpus, "real", real.driver);
  const whole = readFileSync(join(archiveFolder, real.specification), "latin1");
  const end = real.withoutEnd === true ? whole.indexOf("\n%%", whole.indexOf("\n%%") + 1) + 1 : whole.length;
  const place = join(folder, `${real.name}-${basename(tool)}-${compiler}`);
  makeHeaders(place, whole, readFileSync(driver, "latin1"));
  writeFileSync(join(place, "scanner.l"), whole.slice(0, end), "latin1");
  writeFileSync(join(place, "scanner.c"), must([tool, "-t", "scanner.l"], "", place), "latin1");
  must([compiler, "-w", ...flags, "-I.", `-I${join(corpus, "real")}`, `-DSCANNER="scanner.c"`, "-o", "scanner",
    ...compiler === "g++" ? ["-xc++"] : [], driver], "", place);
  return join(place, "scanner");
}

/** What a scanner says of its inputs. */
export function scan(program: string, real: RealScanner, archiveFolder: string): Result[] {
  return real.inputs.map((input) => {
    return real.opens === true ? run([program, input], "", archiveFolder)
      : run([program], readFileSync(join(archiveFolder, input)));
  });
}

/** Unpacks some files of an archive; false where it is not there. */
export function unpack(archive: string, patterns: string[], folder: string): boolean {
  if (!existsSync(archive)) return false;
  mkdirSync(folder, { recursive: true });
  must(["tar", "xf", archive, "-C", folder, "--strip-components=1", "--wildcards", "--wildcards-match-slash",
    ...patterns]);
  return true;
}

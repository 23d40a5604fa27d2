// Sets the host program up, then starts it: checks the version of Node, installs the dependencies when they are missing
// or of another version, compiles host/ when a source changed, and says so.
//
// How it thinks: plain JavaScript without dependencies, because it runs before there are any. What is installed is
// compared with package-lock.json, package by package; what is built carries the hash of its sources and of itself in
// build/host.stamp, so that a changed or lost file is found, however that came about. One process at a time sets up;
// the others wait for it. Help and version need none of that, and write nothing.
//
// It must not touch anything but node_modules/ and build/, and it must keep standard output clean: that belongs to the
// program which it starts.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  accessSync, constants, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync,
} from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { alone } from "./lock.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stamp = join(root, "build/host.stamp");
const lock = join(root, "build/setup.lock");

/** Set for a second try, after everything was installed and built again. */
const secondTry = "ROOTSEED_SET_UP_AGAIN";

/** Prints one line on standard error. */
function note(message) {
  process.stderr.write(`rootseed: ${message}\n`);
}

/** Prints one line on standard error and ends the program. */
function stop(message) {
  note(message);
  process.exit(1);
}

/** Reads a JSON file of the repository; undefined when there is none, or half of one. */
function readJson(path) {
  try {
    return JSON.parse(readFileSync(join(root, path), "utf8"));
  } catch {
    return undefined;
  }
}

/** True when all of the lock file's packages are there; npm writes its own list of them when it has finished. */
function isInstalled(withDevelopment) {
  const installed = readJson("node_modules/.package-lock.json")?.packages;
  if (installed === undefined) {
    return false;
  }
  const wanted = Object.entries(readJson("package-lock.json").packages).filter(([path, entry]) =>
    path !== "" && !entry.optional && !entry.devOptional && (withDevelopment || !entry.dev));
  return wanted.every(([path, { version }]) =>
    installed[path]?.version === version && existsSync(join(root, path, "package.json")));
}

/** Runs a program with its output on standard error; stops when it fails. */
function runOrStop(what, command, args) {
  const result = spawnSync(command, args, { cwd: root, stdio: ["ignore", 2, 2] });
  if (result.error?.code === "ENOENT") {
    stop(`${command} is missing: install Node.js 20 or later, with npm`);
  }
  if (result.signal === "SIGINT" || result.signal === "SIGTERM") {
    process.exit(result.signal === "SIGINT" ? 130 : 143);
  }
  if (result.status !== 0) {
    const cause = command === "npm" ? ": it needs a network, or npm's cache with these packages" : "";
    stop(`${what} failed (see above)${cause}`);
  }
}

/** Installs the dependencies: from npm's cache what it holds, and without a network it says so within seconds. */
function install(withDevelopment) {
  note("installing the dependencies (npm ci), once");
  runOrStop("npm ci", "npm", [
    "ci", "--no-audit", "--no-fund", "--loglevel=error", "--prefer-offline", "--fetch-retries=1",
    "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=2000", ...withDevelopment ? [] : ["--omit=dev"],
  ]);
}

/** The files below a folder whose names end with one of the given endings, sorted. */
function filesBelow(folder, endings) {
  const found = [];
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isFile() && endings.some((ending) => entry.name.endsWith(ending))) {
      found.push(join(entry.parentPath ?? entry.path, entry.name));
    }
  }
  return found.sort();
}

/** What build/host.stamp says of a build that is whole and of these sources. */
function presentStamp() {
  const hash = createHash("sha256");
  const files = [join(root, "tsconfig.json"), join(root, "package-lock.json")]
    .concat(filesBelow(join(root, "host"), [".ts", "tsconfig.json"]), filesBelow(join(root, "build/host"), [".js"]));
  for (const path of files) {
    hash.update(relative(root, path)).update("\0").update(readFileSync(path)).update("\0");
  }
  return hash.digest("hex");
}

function isBuilt() {
  return existsSync(stamp) && existsSync(join(root, "build/host")) && readFileSync(stamp, "utf8") === presentStamp();
}

/** Compiles host/ to build/host. */
function build() {
  note("building the host program (tsc)");
  rmSync(stamp, { force: true });
  rmSync(join(root, "build/host"), { recursive: true, force: true });
  runOrStop("the build", process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", join(root, "host")]);
  writeFileSync(stamp, presentStamp());
}

function waiting(process_) {
  note(`another start (process ${process_}) is setting up: waiting for it`);
}

/** Installs and builds what is missing; all of it when `again`. */
function setUp(withDevelopment, again = false) {
  if (!again && isInstalled(withDevelopment) && isBuilt()) {
    return;
  }
  try {
    accessSync(root, constants.W_OK);
    mkdirSync(join(root, "build"), { recursive: true });
  } catch (error) {
    stop(`${root} cannot be written (${error.code}), and the first start installs packages and builds there: ` +
      "start it once where it can be written, or use a copy");
  }
  alone(lock, waiting, () => {
    if (again || !isInstalled(withDevelopment)) {
      install(withDevelopment);
    }
    if (again || !isBuilt()) {
      build();
    }
  });
}

/** Runs a tool of node_modules with this terminal, and ends with its status. */
function runTool(script, args, environment = {}) {
  const result = spawnSync(process.execPath, [join(root, script), ...args],
    { cwd: root, stdio: "inherit", env: { ...process.env, ...environment } });
  process.exit(result.status ?? 130);
}

/** Starts a part of the program; when it cannot be loaded, everything is installed and built again, once. */
async function load(path, args) {
  let loaded;
  try {
    loaded = await import(pathToFileURL(join(root, path)).href);
  } catch (error) {
    if (process.env[secondTry] !== undefined) {
      stop(`the program cannot be loaded (${String(error).split("\n")[0]}): remove node_modules and build, then ` +
        "start again");
    }
    note("the program is damaged: installing and building it again");
    setUp(existsSync(join(root, "node_modules/vitest")), true);
    const again = spawnSync(process.execPath, process.argv.slice(1),
      { stdio: "inherit", env: { ...process.env, [secondTry]: "1" } });
    process.exit(again.status ?? 130);
  }
  return loaded.main(args);
}

/** What help and version say before there is a program to say it; undefined for other arguments. */
function saidBeforeSetUp([first, ...rest]) {
  if (first === "--version" || first === "-V") {
    return `${readJson("package.json").version}\n`;
  }
  const isHelp = (word) => word === "--help" || word === "-h";
  if (!isHelp(first) && !rest.some(isHelp)) {
    return undefined;
  }
  const command = isHelp(first) ? "rootseed --help" : `rootseed ${first} --help`;
  const sections = readFileSync(join(root, "docs/help.txt"), "utf8").split(/^\$ /m);
  return sections.find((section) => section.startsWith(`${command}\n`))?.slice(command.length + 1).trimEnd() + "\n";
}

async function main() {
  const [task, ...args] = process.argv.slice(2);
  if (Number(process.versions.node.split(".")[0]) < 20) {
    stop(`Node.js ${process.versions.node} is too old: install Node.js 20 or later`);
  }
  if (task === "cli" && !(isInstalled(false) && isBuilt())) {
    const said = saidBeforeSetUp(args);
    if (said !== undefined) {
      process.stdout.write(said);
      return undefined;
    }
  }
  // A run needs few packages; tests, and a page, which is bundled, need more.
  setUp(task !== "cli" || args[0] === "page" || args.some((word) => /^--watch(=|$)/.test(word)));
  switch (task) {
    case "cli":
      return load("build/host/cli/main.js", args);
    case "bench":
      return load("build/host/dev/bench/bench.js", args);
    case "schemas":
      return load("build/host/dev/schemas.js", args);
    case "path":
      return load("build/host/dev/audit/path.js", args);
    case "check-release":
      return load("build/host/dev/release/release.js", args);
    case "check-kernel":
      return load("build/host/dev/release/kernel-steps.js", args);
    case "check-distribution":
      return load("build/host/dev/release/distribution.js", args);
    case "check-nodes":
      return load("build/host/dev/bench/check-nodes.js", args);
    case "test":
      return runTool("node_modules/vitest/vitest.mjs", ["run", ...args]);
    case "test-slow":
      return runTool("node_modules/vitest/vitest.mjs", ["run", ...args], { ROOTSEED_TIER: "slow" });
    case "types":
      runOrStop("the type check of the page", process.execPath, ["node_modules/typescript/bin/tsc", "-p", "page"]);
      return runTool("node_modules/typescript/bin/tsc", ["-p", "tsconfig.json", ...args]);
    case "lint":
      return runTool("node_modules/eslint/bin/eslint.js", args.length > 0 ? args : ["."]);
    default:
      return stop(`setup.mjs does not know the task ${task}`);
  }
}

await main();

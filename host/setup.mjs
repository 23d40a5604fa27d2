// Sets the host program up, then starts it: checks the version of Node, installs the dependencies
// when they are missing or of another version, compiles host/ when a source changed, and says so.
//
// How it thinks: plain JavaScript without dependencies, because it runs before there are any. What is
// installed is compared with package-lock.json; what is built carries the hash of its sources in
// build/host.stamp, so that a changed file, however it changed, is compiled again.
//
// It must not touch anything but node_modules/ and build/, and it must keep standard output clean:
// that belongs to the program which it starts.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Prints one line on standard error and ends the program. */
function stop(message) {
  process.stderr.write(`rootseed: ${message}\n`);
  process.exit(1);
}

/** Reads a JSON file of the repository, or gives undefined when it is not there. */
function readJson(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : undefined;
}

/** True when every direct dependency is installed in the version that the lock file names. */
function isInstalled(withDevelopment) {
  const lock = readJson(join(root, "package-lock.json"));
  const own = lock.packages[""];
  const wanted = { ...own.dependencies, ...(withDevelopment ? own.devDependencies : {}) };
  return Object.keys(wanted).every((name) => {
    const installed = readJson(join(root, "node_modules", name, "package.json"));
    // A package may write build metadata behind the version: 1.2.3+g0123456.
    return installed !== undefined && installed.version.split("+")[0] === lock.packages[`node_modules/${name}`].version;
  });
}

/** Runs a program with its output on standard error; stops when it fails. */
function runOrStop(what, command, args) {
  const result = spawnSync(command, args, { cwd: root, stdio: ["ignore", 2, 2] });
  if (result.error?.code === "ENOENT") {
    stop(`${command} is missing: install Node.js 20 or later, with npm`);
  }
  if (result.signal === "SIGINT" || result.signal === "SIGTERM") {
    process.exit(130);
  }
  if (result.status !== 0) {
    stop(`${what} failed (see above)`);
  }
}

/** Installs the dependencies when they are missing. */
function install(withDevelopment) {
  if (isInstalled(withDevelopment)) {
    return;
  }
  process.stderr.write("rootseed: installing the dependencies (npm ci), once\n");
  const args = ["ci", "--no-audit", "--no-fund", "--loglevel=error"];
  runOrStop("npm ci", "npm", withDevelopment ? args : [...args, "--omit=dev"]);
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

/** Compiles host/ to build/ when a source is newer than what was built: by content, not by time. */
function build() {
  const hash = createHash("sha256");
  const inputs = [join(root, "tsconfig.json"), join(root, "package-lock.json")]
    .concat(filesBelow(join(root, "host"), [".ts", "tsconfig.json"]));
  for (const path of inputs) {
    hash.update(relative(root, path)).update("\0").update(readFileSync(path)).update("\0");
  }
  const wanted = hash.digest("hex");
  const stamp = join(root, "build", "host.stamp");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) {
    return;
  }
  process.stderr.write("rootseed: building the host program (tsc)\n");
  rmSync(stamp, { force: true });
  mkdirSync(join(root, "build"), { recursive: true });
  runOrStop("the build", process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", join(root, "host")]);
  writeFileSync(stamp, wanted);
}

/** Runs a tool of node_modules with this terminal, and ends with its status. */
function runTool(script, args, environment = {}) {
  const result = spawnSync(process.execPath, [join(root, script), ...args],
    { cwd: root, stdio: "inherit", env: { ...process.env, ...environment } });
  process.exit(result.status ?? 130);
}

async function main() {
  const [task, ...args] = process.argv.slice(2);
  if (Number(process.versions.node.split(".")[0]) < 20) {
    stop(`Node.js ${process.versions.node} is too old: install Node.js 20 or later`);
  }
  install(task !== "cli");
  build();
  switch (task) {
    case "cli":
      return (await import(pathToFileURL(join(root, "build/host/cli/main.js")).href)).main(args);
    case "bench":
      return (await import(pathToFileURL(join(root, "build/host/bench/bench.js")).href)).main(args);
    case "check-nodes":
      return (await import(pathToFileURL(join(root, "build/host/bench/check-nodes.js")).href)).main(args);
    case "test":
      return runTool("node_modules/vitest/vitest.mjs", ["run", ...args]);
    case "test-slow":
      return runTool("node_modules/vitest/vitest.mjs", ["run", ...args], { ROOTSEED_TIER: "slow" });
    case "test-full":
      return runTool("node_modules/vitest/vitest.mjs", ["run", ...args], {
        ROOTSEED_TIER: "full", ROOTSEED_NATIVE_UNTIL: "linux", ROOTSEED_BOCHS_UNTIL: "musl",
        ROOTSEED_GNU_UNTIL: "binutils",
      });
    case "types":
      return runTool("node_modules/typescript/bin/tsc", ["-p", "tsconfig.json", ...args]);
    case "lint":
      return runTool("node_modules/eslint/bin/eslint.js", args.length > 0 ? args : ["."]);
    default:
      return stop(`setup.mjs does not know the task ${task}`);
  }
}

await main();

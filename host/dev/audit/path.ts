// docs/path.md: the chain on one page, from the seed to the last step: what is read, what is made of it, how large each
// is. `npm run path` writes the page, and so does `rootseed pin`; a test compares it with the repository.
//
// How it thinks: everything comes from files of the repository: the manifest, the sources that a step is the first to
// use, its archives, its pins. So the page is the same on every computer.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { writeAtomically } from "../../common/files.js";
import { repositoryRoot } from "../../common/repository.js";
import { formatBytes, formatTable } from "../../common/text.js";
import { seedCodeBytes } from "../../engines/firmware.js";
import { exportListPath } from "../../steps/exports.js";
import { listInputs } from "../../steps/inputs.js";
import { unpinned, type Pin } from "../../steps/pins.js";
import { readSteps, type Step } from "../../steps/steps.js";
import { changedLines, countLines, languageOf } from "./count.js";

/** Where the page is, relative to the repository. */
export const pathPage = "docs/path.md";

interface Station {
  step: Step;
  /** What is read in it first: lines of code by language; what patches change. */
  lines: Map<string, number>;
}

const introduction = `# The path from the seed to Linux

\`npm run path\` makes this page from \`steps/manifest\`, the sources and the pins; a test keeps it current.

Each line is a step, below the step whose compiler makes its programs: follow a program's line up to the seed to see
which compilers it depends on. A step is made of lines of code in this repository that no earlier step has used (blank
lines and comments not counted; of patches the lines that they change), and of upstream's archives. ⟲ marks a step that
rebuilds itself with its own result until no byte changes.
`;

/** The text of the page. */
export async function makePathPage(root: string): Promise<string> {
  const steps = await readSteps(root);
  const inputs = await listInputs(root, steps);
  const stations = await Promise.all(steps.map(async (step) =>
    ({ step, lines: await countInputs(root, inputs.get(step) ?? []) })));
  const [host, boot] = await Promise.all(["seed/host.hex", "seed/boot.hex"].map((file) => seedCodeBytes(root, file)));
  const seed = `${String(boot).padStart(5)} bytes on a bare PC, or ${host} bytes as a process`;
  const picture = drawPicture(stations, seed);
  return `${introduction}\n\`\`\`text\n${picture.join("\n")}\n\`\`\`\n\n${makeTable(stations).join("\n")}\n`;
}

async function countInputs(root: string, paths: string[]): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const path of paths) {
    const language = path.endsWith(".patch") ? "patch" : languageOf(path);
    if (language !== undefined) {
      const text = await readFile(join(root, path), "latin1");
      const name = language === "TypeScript" ? "T" : language;
      counts.set(name, (counts.get(name) ?? 0) +
        (language === "patch" ? changedLines(text) : countLines(text, language).codeLines));
    }
  }
  return counts;
}

const grouped = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ",");

/** The tree: who compiles whom. */
function drawPicture(stations: Station[], seed: string): string[] {
  const rows = [["stage", "step", "made of", "", "makes"], ["", "seed", seed, "", ""]];
  const drawBelow = (parent: string, indent: string): void => {
    const below = stations.filter(({ step }) => step.madeBy === parent);
    below.forEach((station, index) => {
      const isLast = index === below.length - 1;
      rows.push(pictureRow(station, `${indent}${isLast ? "└─ " : "├─ "}`));
      drawBelow(station.step.name, `${indent}${isLast ? "   " : "│  "}`);
    });
  };
  drawBelow("seed", "");
  stations.filter(({ step }) => step.madeBy === undefined).forEach((station) => rows.push(pictureRow(station, "")));
  // A stage is named at its first step.
  const stages = rows.map(([stage]) => stage);
  rows.forEach((row, index) => {
    row[0] = stages[index] === stages[index - 1] ? "" : stages[index] as string;
  });
  return formatTable(rows, [false, false, false, false, true]);
}

function pictureRow({ step, lines }: Station, branch: string): string[] {
  const total = [...lines.values()].reduce((sum, count) => sum + count, 0);
  const languages = [...lines.keys()].filter((name) => name !== "patch").sort().join(" and ");
  const sizes = artifactsOf(step).map(({ bytes }) => bytes);
  const archives = step.archives.map(({ name, bytes }) => `${name} ${formatBytes(bytes)}`);
  return [
    step.stage,
    `${branch}${step.name}${step.flags.includes("fixpoint") ? " ⟲" : ""}`,
    `${grouped(total).padStart(5)} lines of ${languages}${archives.length > 0 ? ` + ${archives.join(", ")}` : ""}`,
    "→",
    sizes.includes(undefined) ? "not recorded" : formatBytes(sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0)),
  ];
}

/** The artifacts but for the list of what the step exports. */
function artifactsOf(step: Step): Pin[] {
  return (step.pins ?? []).filter(({ path }) => path !== exportListPath(step));
}

function makeTable(stations: Station[]): string[] {
  const head = ["step", "what", "stage", "made by", "runs on", "lines", "archives", "makes: bytes, SHA-256"];
  const rows = stations.map(({ step, lines }) => [
    `[${step.folder.replace("steps/", "")}](../${step.folder})`,
    step.title,
    step.stage,
    step.madeBy ?? "",
    step.runsOn,
    [...lines].sort().map(([language, count]) => `${language} ${grouped(count)}`).join(", "),
    step.archives.map(({ name }) => `[${name}](../steps/archives/${name})`).join(", "),
    (step.pins ?? []).map(describeArtifact).join("<br>"),
  ]);
  return [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`);
}

function describeArtifact({ path, sha256, bytes }: Pin): string {
  const name = path.slice(path.indexOf("/") + 1);
  return `\`${name}\`${bytes === undefined ? "" : ` ${grouped(bytes)}`} ` +
    (sha256 === unpinned ? "not pinned" : sha256.slice(0, 12));
}

/** Writes the page. */
export async function main(): Promise<void> {
  const root = repositoryRoot();
  await writeAtomically(join(root, pathPage), await makePathPage(root));
  process.stdout.write(`${pathPage}: written\n`);
}

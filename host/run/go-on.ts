// A leg that goes on in the Linux that the chain has made: on a PC, emulated or real, from the first step on that the
// chain's kernel does not run (docs/steps-linux.md, "Going on in it"). Which steps these are, and how the machine's
// two tapes are made: its own, which ends with Linux, and the rest, which Linux runs as a host kernel would.
import { UserError } from "../common/errors.js";
import { unpinned } from "../steps/pins.js";
import { flagged, type Step } from "../steps/steps.js";
import type { Resumed } from "../store/resume.js";
import { goOnFiles, goOnLines, type GoOn } from "../tape/go-on.js";
import { nameOfRest, placeOfRest, type Rest } from "../tape/rest.js";
import { diskTapeLimit, type TapeFile } from "../tape/format.js";
import { makeTape } from "../tape/tape.js";
import type { PlannedLeg } from "./legs.js";
import { linuxParts } from "./linux.js";
import type { RunOptions } from "./options.js";
import type { UserAdditions } from "./user-steps.js";

/** An emulated machine has at least so many MB where a run goes on in Linux. */
export const memoryToGoOn = 1024;

/** Where a leg changes over to Linux. */
export interface Turn {
  /** Of the steps that are to be made, those on the chain's kernel. */
  before: Step[];
  /** Those in Linux. */
  after: Step[];
  /** The stage that has made it. */
  stage: string;
}

/** What follows the chain's steps: it runs where the last of them does, or else in Linux, where that is asked for. */
type Ending = { additions: UserAdditions; console: RunOptions["console"] };

/** Where a leg changes over to Linux; undefined where it does not. */
export function turnOf(
  { engine, toBuild, steps, isLast }: Pick<PlannedLeg, "engine" | "toBuild" | "steps" | "isLast">,
  { additions, console }: Ending,
): Turn | undefined {
  const isAsked = isLast && additions.runsOn === "linux" && (additions.placing.length > 0 || console === "after");
  return engine.startsLinux ? turnAmong(steps, toBuild, isAsked) : undefined;
}

/**
 * The same for steps of which some are to be made.
 * @param isAsked Linux is needed for what follows the steps
 */
export function turnAmong(steps: Step[], toBuild: Step[], isAsked = false): Turn | undefined {
  const stage = flagged(steps, "linux")?.stage;
  if (stage === undefined || !(isAsked || toBuild.some(({ runsOn }) => runsOn === "linux"))) {
    return undefined;
  }
  // What is the user's lies nowhere before the chain's last step has ended: all of it goes to one place.
  const chains = toBuild.filter((step) => !step.isUserStep);
  const end = chains.findIndex(({ runsOn }) => runsOn === "linux");
  const before = end < 0 ? chains : chains.slice(0, end);
  return { before, after: toBuild.filter((step) => !before.includes(step)), stage };
}

/** Throws where a step needs Linux on a machine that has none of its own, and no step before it makes one. */
export function requireLinux(engine: Pick<PlannedLeg["engine"], "name" | "startsLinux">, steps: Step[]): void {
  const first = steps.findIndex(({ runsOn }) => runsOn === "linux");
  if (engine.startsLinux && first >= 0 && flagged(steps.slice(0, first), "linux") === undefined) {
    throw new UserError(`--engine ${engine.name}: the step ${steps[first]?.name} runs on Linux, and no step before ` +
      "it makes that: it can come later (--until), or use --engine bwrap or chroot");
  }
}

/** What Linux begins with, where our kernel hands over what steps have left: the artifacts are compared once more. */
export function handedOver(steps: Step[], check: boolean): Resumed {
  const pinned = steps.filter(({ pins }) => check && pins?.every(({ sha256 }) => sha256 !== unpinned));
  const prologue = pinned.length === 0 ? [] : [
    "cd /out", ...pinned.map(({ folder }) => `sha256sum -c /${folder}/pins`), "cd /",
  ];
  return { onTape: [], extraFiles: [], prologue };
}

/**
 * The first tape of a machine: it ends with a line that starts Linux, which names the rest and says where it lies.
 * @param lines the plan up to there
 */
export async function makeFirstTape(
  root: string, files: TapeFile[], lines: string[], turn: Turn, rest: Rest, machine: GoOn["machine"],
): Promise<Uint8Array> {
  const make = (place: number): Promise<Uint8Array> => {
    const end = goOnLines({
      ...linuxParts, stage: turn.stage, handsOver: turn.before.length > 0, machine, hash: nameOfRest(rest), place,
    });
    return makeTape(root, [...files, ...goOnFiles()], [...lines, ...end].join("\n"), diskTapeLimit);
  };
  return make(placeOfRest((await make(0)).length));
}

// The command `page`: the chain in a browser tab, as static files or served on this computer.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { once } from "node:events";
import { Status } from "../common/errors.js";
import { makeReporter } from "../common/reporter.js";
import { serveFolder } from "../page/server.js";
import { writeSite } from "../page/site.js";
import { obtainArchives } from "../run/archives.js";
import { checkInputs } from "../steps/inputs.js";
import { readSteps, stepsUntil } from "../steps/steps.js";
import type { Context, Definition } from "./context.js";
import { port, refuseTogether } from "./options.js";
import { addSourceOptions, sourcesFrom, type SourceOptions, type Sources } from "./sources.js";

/**
 * Writes the page into a folder; without one it is served until Ctrl-C.
 * @param port 0: any that is free
 */
export async function pageCommand(
  context: Context, folder: string | undefined, port: number, sources: Sources,
): Promise<Status> {
  const report = makeReporter(process.stderr);
  const steps = stepsUntil(await readSteps(context.root), context.defaultStage);
  await checkInputs(context.root, steps);
  await obtainArchives(steps, { ...sources, signal: context.signal }, report, () => undefined);
  if (folder !== undefined) {
    await writeSite(context.root, resolve(folder), steps, sources.cache);
    report.note(`${folder}: the page, for any web server (https, or this computer's own address)`);
    return Status.Success;
  }
  const temporary = await mkdtemp(join(tmpdir(), "rootseed-page-"));
  try {
    const place = join(temporary, "page");
    await writeSite(context.root, place, steps, sources.cache);
    const server = await serveFolder(place, port);
    process.stdout.write(`${server.url}\n`);
    report.note("Ctrl-C ends it");
    if (!context.signal.aborted) {
      await once(context.signal, "abort");
    }
    await server.close();
    return Status.Success;
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** Adds the command `page`. */
export const definePage: Definition = (program, context) => {
  addSourceOptions(program.command("page"))
    .description("the chain in a browser tab: as static files, or served on this computer until Ctrl-C")
    .argument("[dir]", "gets the files, for any web server: a new or an empty folder, or an earlier page")
    .option("--port <n>", "of the server on this computer (default: any that is free)", port, 0)
    .action(async (folder: string | undefined, options: SourceOptions & { port: number }) => {
      refuseTogether(folder !== undefined && options.port !== 0, "--port is the server's, which DIR is without");
      context.finish(await pageCommand(context, folder, options.port, sourcesFrom(options)));
    });
};

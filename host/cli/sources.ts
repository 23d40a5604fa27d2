// The options of the commands that need upstream's archives: where these are kept, and where they may come from.
import { type Command, Option } from "commander";
import { cacheFolder } from "../sources/cache.js";
import { checkMirrors, type MirrorOptions } from "../sources/places.js";

/** As they were typed. */
export interface SourceOptions {
  cache?: string;
  mirror?: string[];
  onlyMirror?: true;
}

/** What they mean. */
export interface Sources {
  /** The cache folder. */
  cache: string;
  mirrors: MirrorOptions;
}

/** Adds the options to a command. */
export function addSourceOptions(command: Command): Command {
  return command
    .option("--cache <dir>", "folder for archives and logs (or ROOTSEED_CACHE; default: in the user's cache folder)")
    .addOption(new Option("--mirror <url|dir>", "where to fetch archives from first, repeatable (or ROOTSEED_MIRROR; " +
      "default: the mirror of the system's package configuration)")
      .argParser((value: string, before: string[] | undefined) => [...before ?? [], value]))
    .option("--only-mirror", "ask no other place than the mirrors that are named; with folders: no network");
}

/** What the options, and the environment where they are silent, mean; throws a usage error for what cannot be. */
export function sourcesFrom(options: SourceOptions): Sources {
  const fromEnvironment = (process.env["ROOTSEED_MIRROR"] ?? "").split(/\s+/).filter((mirror) => mirror !== "");
  const mirrors = { named: options.mirror ?? fromEnvironment, only: options.onlyMirror ?? false };
  checkMirrors(mirrors);
  return { cache: cacheFolder(options.cache), mirrors };
}

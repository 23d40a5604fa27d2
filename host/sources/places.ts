// Where an archive is: below a mirror, or at an address of its own.
//
// How it thinks: a *mirror* is a folder or the address of one; the user names it, or the system's package configuration
// does. A *source* is one mirror, or one address of the lock file, with all the paths under which it may have an
// archive. Sources are tried in order. What cannot be a mirror is refused before anything is fetched.
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Status, UserError } from "../common/errors.js";
import type { Archive } from "./archive.js";
import { systemMirrors } from "./mirrors.js";

/** The mirrors that the user options. */
export interface MirrorOptions {
  /** In order, as they were typed; when there are none, the system's are asked. */
  named: string[];
  /** Ask no place but these. */
  only: boolean;
}

/** One place, and the addresses (http, https) or paths of files under which it may have the archive. */
export interface Source {
  name: string;
  addresses: string[];
}

/** True for what is fetched through the network. */
export function isAddress(place: string): boolean {
  return /^https?:\/\//i.test(place);
}

/** The folder, or the address without a slash at its end, that a mirror's name stands for. */
export function mirrorBase(mirror: string): string {
  const refuse = (why: string): UserError => new UserError(`--mirror ${mirror}: ${why}`, Status.Usage);
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(mirror)?.[1]?.toLowerCase();
  if (scheme === undefined) {
    return resolve(mirror);
  }
  if (!["http", "https", "file"].includes(scheme)) {
    throw refuse("only http, https and folders can be mirrors");
  }
  if (!URL.canParse(mirror)) {
    throw refuse("is no address: a name of a computer is needed, as in http://HOST/PATH");
  }
  const url = new URL(mirror);
  if (scheme === "file") {
    if (url.host !== "") {
      throw refuse("a folder of this computer is written file:///PATH, or just PATH");
    }
    return fileURLToPath(url);
  }
  if (url.username !== "" || url.password !== "") {
    throw refuse("names and passwords in addresses are not supported");
  }
  if (url.search !== "" || url.hash !== "") {
    throw refuse("paths are added at its end, so it can have no ? and no #");
  }
  return url.href.replace(/\/+$/, "");
}

/** The mirrors to ask; throws for a name that cannot be one, and where others are forbidden but none is named. */
export async function mirrorsToAsk(options: MirrorOptions): Promise<string[]> {
  checkMirrors(options);
  return options.named.length > 0 ? options.named : systemMirrors();
}

/** Throws a usage error for options that cannot be fulfilled. */
export function checkMirrors({ named, only }: MirrorOptions): void {
  named.forEach(mirrorBase);
  if (only && named.length === 0) {
    throw new UserError("--only-mirror: name the mirror, too (--mirror URL|DIR)", Status.Usage);
  }
}

/**
 * The sources of an archive, in the order in which they are tried.
 * @param only leaves out the addresses of the lock file
 */
export function sourcesOf(archive: Archive, mirrors: string[], only = false): Source[] {
  const paths = archive.places.filter((place) => place.startsWith("mirror:")).map((place) => place.slice(7));
  const fromMirrors = mirrors.map((mirror) => {
    const base = mirrorBase(mirror);
    const below = (path: string): string => isAddress(base) ? `${base}/${path}` : join(base, path);
    return { name: mirror, addresses: [...new Set([...paths, archive.file])].map(below) };
  });
  const direct = only ? [] : archive.places.filter(isAddress).map((place) => ({ name: place, addresses: [place] }));
  return [...fromMirrors, ...direct];
}

// Archive files, `steps/archives/NAME`: which upstream archive NAME is, and where it can be fetched.
//
//     HASH  FILE                      as `sha256sum -c` reads it, in the machine and by hand
//     # 708943 bytes
//     # mirror:PATH                   a path below whatever mirror is in use, or
//     # https://…                     an address, or
//     # archive:NAME PATH…            a file in another archive, or in an archive in that one
//
// Any place serves that yields the pinned hash, which is written nowhere else in the repository.
import { UserError } from "../common/errors.js";

/** An upstream archive, known by its hash. */
export interface Archive {
  /** What manifests call it. */
  name: string;
  /** Its archive file, in the machine and for ours in the repository: steps/archives/NAME. */
  list: string;
  /** Its name when it was fetched, and in the machine's folder /sources. */
  file: string;
  bytes: number;
  sha256: string;
  places: string[];
  /** The archive that has it as a file, where a place names one. */
  inside?: Container;
}

/** Where a file lies in another archive: the first member is in the archive, the next one in that member. */
export interface Container {
  archive: Archive;
  members: string[];
}

/**
 * Parses an archive file.
 * @param list see Archive
 * @param path for the messages
 */
export function parseArchive(text: string, list: string, path: string = list): Archive {
  const [first = "", second = "", ...rest] = text.split("\n");
  const wrong = (line: number, expected: string, found: string | undefined): UserError =>
    new UserError(`${path}:${line}: expected ${expected}, found ${JSON.stringify(found ?? "")}`);
  const [, sha256, file] = /^([0-9a-f]{64})[ ]{2}([A-Za-z0-9][A-Za-z0-9._+~-]*)$/.exec(first) ?? [];
  if (sha256 === undefined || file === undefined) {
    throw wrong(1, "64 hexadecimal digits (a-f), two spaces and a plain file name", first);
  }
  const bytes = Number(/^# ([1-9][0-9]{0,12}) bytes$/.exec(second)?.[1]);
  if (Number.isNaN(bytes)) {
    throw wrong(2, "the archive's size, like # 708943 bytes", second);
  }
  if (rest.pop() !== "") {
    throw new UserError(`${path}: its last line has no end`);
  }
  const places = (rest.length > 0 ? rest : [""]).map((line, index) => {
    const [, place] = /^# (mirror:[^\s/]\S*|https?:\/\/\S+|archive:[a-z0-9]+(?: [^\s/-]\S*)+)$/.exec(line) ?? [];
    if (place === undefined) {
      throw wrong(index + 3, "a place, # mirror:PATH or # and an address", line);
    }
    return place;
  });
  return { name: list.slice(list.lastIndexOf("/") + 1), list, file, bytes, sha256, places };
}

/** The archive and the members that a place `archive:NAME PATH…` names; undefined when none does. */
export function containerOf({ places }: Archive): { name: string; members: string[] } | undefined {
  const [name, ...members] = places.find((place) => place.startsWith("archive:"))?.slice(8).split(" ") ?? [];
  return name === undefined ? undefined : { name, members };
}

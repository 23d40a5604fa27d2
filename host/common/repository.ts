// Where the repository is: the folder above whose package.json names us. The host program runs
// from build/ (compiled) and from host/ (tests), so that it looks upwards from its own file.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { UserError } from "./errors.js";

/** The absolute path of the repository. */
export function repositoryRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    const description = join(folder, "package.json");
    if (existsSync(description) && /"name": "rootseed"/.test(readFileSync(description, "utf8"))) {
      return folder;
    }
    if (dirname(folder) === folder) {
      throw new UserError("the program is not inside its repository: start it as ./rootseed there");
    }
    folder = dirname(folder);
  }
}

// Writes what the machine delivers below a folder as it comes: artifacts below one, what a step leaves for later ones
// below another.
import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import { devNull } from "node:os";
import { dirname, join } from "node:path";
import { DeliveryStream } from "./delivery-stream.js";

export class DeliveryReader extends DeliveryStream {
  /**
   * @param folder for artifacts; undefined when they are had otherwise
   * @param stateFolder for what steps leave
   */
  constructor(folder: string | undefined, stateFolder?: string) {
    let descriptor = -1;
    const place = (path: string): string => {
      const isState = stateFolder !== undefined && path.startsWith("../");
      const parent = isState ? stateFolder : folder;
      if (parent === undefined) {
        return devNull;
      }
      const file = join(parent, isState ? path.slice(3) : path);
      mkdirSync(dirname(file), { recursive: true });
      return file;
    };
    super({
      begin: (path) => descriptor = openSync(place(path), "w"),
      data: (bytes) => writeSync(descriptor, bytes),
      end: () => closeSync(descriptor),
    }, stateFolder !== undefined);
  }
}

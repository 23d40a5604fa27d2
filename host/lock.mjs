// One process at a time: a lock file that names the process which holds it. A process that was killed leaves its lock,
// which the next one takes over.
//
// How it thinks: a link is made or is not, so that of many processes one gets the lock. A dead process's lock may only
// be replaced while it still is that one: who replaces it holds a second lock meanwhile, for which the same is true.
//
// It must not need anything but Node: it runs before there are any packages.
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";

function sleep(milliseconds) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** The number of the process that a lock file names; undefined when it is gone. */
function holderOf(file) {
  try {
    return Number(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

/**
 * Makes a lock file ours when it is nobody's. A dead process's lock is replaced by the one process that holds the lock
 * on that: between a look and the replacement nobody else may touch it.
 */
function take(file, wait) {
  const own = `${file}.${process.pid}`;
  writeFileSync(own, String(process.pid));
  for (;;) {
    try {
      linkSync(own, file);
      break;
    } catch (error) {
      if (error.code !== "EEXIST") {
        throw error;
      }
    }
    const holder = holderOf(file);
    if (holder !== undefined && !isAlive(holder)) {
      const replacing = `${file}.replacing`;
      take(replacing, () => sleep(20));
      const isDead = holderOf(file) === holder;
      if (isDead) {
        renameSync(own, file);
      }
      rmSync(replacing);
      if (isDead) {
        return;
      }
    } else if (holder !== undefined) {
      wait(holder);
    }
  }
  rmSync(own);
}

/**
 * Does something while no other process does it.
 * @param file the lock file, in a folder that is there
 * @param waiting called once, with the number of the process that we wait for
 */
export function alone(file, waiting, work) {
  let isSaid = false;
  take(file, (holder) => {
    if (!isSaid) {
      isSaid = true;
      waiting(holder);
    }
    sleep(200);
  });
  try {
    work();
  } finally {
    rmSync(file, { force: true });
  }
}

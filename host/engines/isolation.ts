// How a program of this computer gets a root folder of its own: by util-linux (`unshare`: private mounts, processes,
// network) or by bubblewrap. /dev is a private tmpfs with null and zero alone: a program that removes or replaces
// /dev/null there never reaches the computer's. Everything dies with us (parent-death signal, process namespace), and
// all mounts with it.

/** By which programs of this computer a run gets a root folder of its own. */
export interface Isolation {
  name: string;
  description: string;
  programs: string[];
  /**
   * The command that starts PROGRAM, with its words, with ROOT as its root folder, the named pipe HOST as its
   * /dev/host, and JOBS, how many processes a step may run at a time, as its only environment.
   */
  command: (root: string, host: string, jobs: number, program: string[]) => string[];
  /** The same isolation for a program of this computer that does nothing. */
  idle: () => string[];
}

/**
 * Makes /dev in $1, with $3 as /dev/host, then starts $4 with its words there, with JOBS=$2. mknod where it is allowed
 * (root), a bound node elsewhere.
 */
const enterRoot = `
set -e
mount -t tmpfs -o mode=755,size=64k rootseed "$1/dev"
for node in null:3 zero:5; do
  name=\${node%:*}
  mknod -m 666 "$1/dev/$name" c 1 "\${node#*:}" 2> /dev/null || {
    : > "$1/dev/$name"
    mount --bind "/dev/$name" "$1/dev/$name"
  }
done
: > "$1/dev/host"
mount --bind "$3" "$1/dev/host"
cd "$1"
jobs=$2
shift 3
exec env -i JOBS="$jobs" "$(command -v chroot)" . "$@"
`;

/** Namespaces of its own for a command that dies with us. */
const unshare = (): string[] => [
  "setpriv", "--pdeathsig", "KILL",
  "unshare", ...(process.getuid?.() === 0 ? [] : ["--map-root-user"]), "--mount", "--pid", "--net", "--ipc", "--uts",
  "--fork", "--kill-child",
];

export const chroot: Isolation = {
  name: "chroot",
  description: "this computer's kernel, in a root folder of its own (unshare, chroot)",
  programs: ["setpriv", "unshare", "mount", "chroot", "mkfifo"],
  command: (root, host, jobs, program) =>
    [...unshare(), "sh", "-c", enterRoot, "sh", root, String(jobs), host, ...program],
  idle: () => [...unshare(), "true"],
};

export const bubblewrap: Isolation = {
  name: "bwrap",
  description: "this computer's kernel, in a sandbox (bubblewrap)",
  programs: ["bwrap", "mkfifo"],
  command: (root, host, jobs, program) => [
    "bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--clearenv", "--setenv", "JOBS", String(jobs),
    "--uid", "0", "--gid", "0", "--cap-drop", "ALL", "--bind", root, "/", "--tmpfs", "/dev",
    "--dev-bind", "/dev/null", "/dev/null", "--dev-bind", "/dev/zero", "/dev/zero", "--bind", host, "/dev/host",
    "--chdir", "/", ...program,
  ],
  idle: () => ["bwrap", "--unshare-all", "--ro-bind", "/", "/", "true"],
};

// How a run goes on in the Linux that it has made (docs/steps-linux.md, "Going on in it"): the script that Linux's
// first process starts, the one by which our kernel hands over what steps have left, and the last lines of our kernel's
// plan.
//
// How it thinks: Linux is a host kernel like any other. So the script makes a root folder as the engines on such a
// kernel do, and starts the host seed there with a tape. It writes to no disk but one that says that it is for work.
import { fileEntry, folderEntry } from "../common/tarball.js";
import { writeMemoryArchive } from "./memory-archive.js";
import type { TapeFile } from "./format.js";

/** The first bytes of a disk that may be formatted and used for work. */
export const workDiskMark = "rootseed: work\n";

/** The files for our kernel's machine: scripts of busybox's shell, one in an archive that Linux unpacks. */
const archivePath = "go-on.cpio";
const handOverPath = "hand-over";

/** What Linux unpacks into memory. */
const memoryArchive = "memory-archive";

/** Where what steps have left lies in Linux's memory. */
const handedFolder = "before";

/**
 * Linux's command lines. An emulated machine ends with a reset, a PC is switched off by Linux's first process. The
 * emulated timer is not tested: on a busy computer it would not pass. The emulated console ends a line as that of the
 * chain's kernel does, by LF alone.
 */
const commandLines = {
  emulated: "console=ttyS0,115200 panic=-1 no_timer_check quiet " +
    "rootseed.run=stty_-onlcr;sh_/go-on_HASH_PLACE;echo_rootseed:_exit_$?;reboot_-f",
  disk: "console=ttyS0,115200 console=tty0 quiet rootseed.run=sh_/go-on_HASH_PLACE",
};

/** Runs in Linux, as a child of its first process: /go-on HASH PLACE. */
const goOn = String.raw`
# Goes on with a run of rootseed. The rest of the tape begins with HASH, PLACE MiB after the start of a disk.
set -eu
umask 022
hash=$1
place=$2
work=/scratch
root=$work/root
fail() {
  echo "rootseed: $1"
  exit 1
}
# The disk that has a text at a sector, as a file.
disk_with() {
  for name in $(ls /sys/block); do
    if [ "$(dd if="/dev/$name" bs=512 skip="$1" count=1 2> /dev/null | head -c ${"${#2}"})" = "$2" ]; then
      echo "/dev/$name"
      return
    fi
  done
  return 1
}
# A disk at USB takes a while.
tries=0
until tape=$(disk_with $((place * 2048)) "$hash"); do
  tries=$((tries + 1))
  [ $tries -lt 30 ] || fail "no disk has the rest of the tape ($hash, $place MiB after its start)"
  sleep 1
done

mkdir -p $work
mark="${workDiskMark.trimEnd()}"
if disk=$(disk_with 0 "$mark"); then
  echo "rootseed: $disk is for work, and is formatted"
  # Not so many inodes as it would make: all of them are written.
  mke2fs -i 32768 -I 128 "$disk" > /dev/null
  echo "$mark" | dd of="$disk" conv=notrunc 2> /dev/null
  mount -t ext2 "$disk" $work
else
  echo "rootseed: no disk is for work (none begins with \"$mark\"): everything lies in memory"
fi
mkdir -p $root/dev $root/out $root/tmp
chmod 1777 $root/tmp
for name in $(ls /${handedFolder}); do
  rm -rf "$root/$name"
  mv "/${handedFolder}/$name" $root
done
dd if="$tape" bs=1M skip="$place" 2> /dev/null | tar xf - -C $work
cd $work
echo "$hash  $hash" | sha256sum -c -s || fail "the rest of the tape, on $tape, is damaged"

# As host/engines/isolation.ts makes it.
mount -t tmpfs -o mode=755,size=64k rootseed $root/dev
mknod -m 666 $root/dev/null c 1 3
mknod -m 666 $root/dev/zero c 1 5
if grep -q '^1: uart:[^u]' /proc/tty/driver/serial; then
  stty -F /dev/ttyS1 raw -echo clocal -crtscts 115200
  mknod -m 666 $root/dev/host c 4 65
fi
cd $root
exec env -i JOBS="$(nproc)" chroot . /seed-host < "../$hash"
`;

/** Runs on our kernel, by the shell that a step has made: the archive for Linux's memory, on standard output. */
const handOver = String.raw`
# The archive that Linux unpacks: /go-on, what steps have left, then the system of the file that is named.
set -eu
cd /
rm -rf tmp/* sources/*
# A name for / below which all of it lies in Linux.
ln -s . ${handedFolder}
cat ${archivePath}
for name in *; do
  case $name in
    # What Linux makes itself, or has on its tape.
    dev | proc | tmp | sources | seed | chain | steps | plan | stored-hashes) ;;
    ${handedFolder} | ${memoryArchive}) ;;
    *) find "${handedFolder}/$name" ;;
  esac
done | cpio -o -H newc
cat "$1"
`;

/** For the tape of a machine that goes on in Linux. */
export function goOnFiles(): TapeFile[] {
  const entries = [fileEntry("go-on", 0o755, Buffer.from(goOn.trimStart())), folderEntry(handedFolder, 0o755)];
  return [
    { path: archivePath, content: writeMemoryArchive(entries) },
    { path: handOverPath, content: Buffer.from(handOver.trimStart()) },
  ];
}

/** What Linux is started from, and with. */
export interface GoOn {
  /** The stage that has made Linux; the names of its files. */
  stage: string;
  image: string;
  archive: string;
  /** Steps ran before in this machine, and their files are handed over. */
  handsOver: boolean;
  machine: keyof typeof commandLines;
  /** The SHA-256 of the rest's tape, and where the rest begins, in MiB. */
  hash: string;
  place: number;
}

/** The last lines of our kernel's plan. Their length does not depend on the place. */
export function goOnLines({ stage, image, archive, handsOver, machine, hash, place }: GoOn): string[] {
  const commandLine = commandLines[machine].replace("HASH", hash).replace("PLACE", String(place).padEnd(4, "_"));
  const system = `out/${stage}/${archive}`;
  return [
    "cd /",
    `${handsOver ? `/bin/sh /${handOverPath}` : `cat ${archivePath}`} ${system} > ${memoryArchive}`,
    `echo '/out/${stage}/${image} /${memoryArchive} ${commandLine}' > /dev/linux`,
    "",
  ];
}

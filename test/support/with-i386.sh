#!/bin/sh
# Runs a command where i386 programs start through another program, by a rule of binfmt_misc in user and mount
# namespaces of its own: nothing changes for other processes, and no rights are needed (Linux 6.7 or later).
#
#     with-i386.sh INTERPRETER COMMAND...
#
# INTERPRETER is qemu-i386-static, say, or `none`: then execve refuses i386 programs (ENOEXEC), as a kernel does that
# runs none, because the rule leads to a file that is no program.
# The command keeps the process number that this script was started with. Root keeps all users, others become root
# alone.
interpreter=$1
shift
case $interpreter in
  none | /*) ;;
  *)
    interpreter=$(command -v "$interpreter") || {
      echo "with-i386.sh: there is no such program" >&2
      exit 1
    } ;;
esac
rule=':i386:M::\x7fELF\x01\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\x03\x00:\xff\xff\xff\xff\xff\xfe\xfe\x00\xff\xff\xff\xff\xff\xff\xff\xff\xfe\xff\xff\xff:'
register='set -e
until grep -q . /proc/self/uid_map && grep -q . /proc/self/gid_map; do sleep 0.01; done
mount -t binfmt_misc none /proc/sys/fs/binfmt_misc
interpreter=$2
if [ "$2" = none ]; then
  interpreter=$(mktemp)
  echo "no program" > "$interpreter"
  chmod 755 "$interpreter"
fi
printf %s "$1$interpreter:F" > /proc/sys/fs/binfmt_misc/register
if [ "$2" = none ]; then
  rm "$interpreter"
fi
shift 2
exec "$@"'
if [ "$(id -u)" != 0 ]; then
  exec unshare --map-root-user --mount sh -c "$register" sh "$rule" "$interpreter" "$@"
fi
# Only a process outside of the namespace may give it all users.
outside=$(readlink /proc/$$/ns/user)
(
  for try in 1 2 3 4 5 6 7 8 9 10 20 30 40 50 60 70 80 90 100; do
    [ "$(readlink /proc/$$/ns/user)" = "$outside" ] || break
    sleep 0.05
  done
  for map in uid_map gid_map; do
    cat "/proc/self/$map" > "/proc/$$/$map"
  done
) < /dev/null > /dev/null 2>&1 &
exec unshare --user --mount sh -c "$register" sh "$rule" "$interpreter" "$@"

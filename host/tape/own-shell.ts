// The beginning of a plan for a machine that starts with a shell that was built before (busybox's, say), instead of
// with the chain's own tools: what only these have, as functions of the shell, so that the rest of a plan is the same
// text in both cases. docs/shell.md and chain/4-tools say what each of them does.
//
// It may use nothing but the programs that the step with the flag `shell` has made.

/** Shells that do not count lines say 0. */
const line = "${LINENO:-0}";

/** As the chain's shell: the first command that fails ends a script, and its line is said, which the host reads. */
const script = String.raw`
set -eu
complaint='trap '\''status=$?; [ $status = 0 ] || echo "sh: $0:${line}: command failed with status $status" >&2'\'' 0'
eval "$complaint"
umask 022
PATH=/usr/bin:/bin
export PATH
mkdir -p /tmp
# The files below a folder, by the bytes of the names in each; or a file itself. Links are followed.
listed() {
  [ -e "$1" ] || { echo "$1: there is no such file" >&2; return 1; }
  find -L "$1" -type f | tr / '\001' | LC_ALL=C sort | tr '\001' /
}
sh() {
  command sh -eu -c "$complaint; . \"\$0\"" "$1"
}
# Compares quietly: of the lines only those of wrong files are worth a look. Folders are listed with all their files.
sha256sum() {
  if [ "$1" = -c ]; then
    shift
    grep -hv '^#' "$@" > /tmp/expected
    command sha256sum -c /tmp/expected > /tmp/compared || { grep -v ': OK$' /tmp/compared; return 1; }
    return
  fi
  for path; do
    listed "$path" > /tmp/listed
    tr '\n' '\0' < /tmp/listed | xargs -0 -r sha256sum
  done
}
deliver() {
  cd /out
  listed "$1" > /tmp/listed
  while IFS= read -r path; do
    echo "$path $(stat -L -c %s "$path")"
    cat "$path"
  done < /tmp/listed > /dev/host
}
unpack() {
  cat > /tmp/packed
  at=1
  while header=$(tail -c +$at /tmp/packed | head -n 1 | tr -d '\0') && [ -n "$header" ]; do
    path=$(echo "$header" | cut -d ' ' -f 1)
    size=$(echo "$header" | cut -d ' ' -f 2)
    at=$((at + $(echo "$header" | wc -c)))
    mkdir -p "./$(dirname "$path")"
    rm -f "./$path"
    tail -c +$at /tmp/packed | head -c "$size" > "./$path"
    at=$((at + size))
  done
  rm /tmp/packed
}
# A person at the shell, until it ends; the host knows the first line and the last (chain/console).
console() {
  echo "rootseed: shell"
  echo "The machine's /bin/sh: exit or Ctrl-D leaves, Ctrl-] ends the machine at once."
  status=0
  HOME=/ TERM=vt100 /bin/sh -i <&2 || status=$?
  printf '\033]rootseed exit %s\007' $status
}
`;

/** The lines; the plan's own follow. */
export function ownShellLines(): string[] {
  return script.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
}

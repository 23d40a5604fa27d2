#!/bin/sh
# Makes the disk image (up to musl) that the host program makes, without it: sh docs/by-hand.sh FOLDER > IMAGE
# FOLDER holds the upstream archives. To be run at the root of the repository (docs/architecture.md, "The tape").
set -eu; export LC_ALL=C
archives=${1:?the folder of the archives is missing: sh docs/by-hand.sh FOLDER > IMAGE}
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
grep '^[0-9]' steps/manifest | sed -e 's/-$//' -e '/^006/q' > "$work/steps"
files=$(for name in $(sed -e 's/.* //' -e 's/,/ /g' "$work/steps"); do sed -n '1s/.*  //p' "steps/archives/$name"; done)
for file in $files; do [ -f "$archives/$file" ] || { echo "by-hand.sh: there is no $archives/$file" >&2; exit 1; }; done

# Hex text without comments: the title, then lines of bytes.
strip() { sed -e '1b' -e 's/#.*//' -e 's/^[[:space:]]*//' -e 's/[[:space:]]*$//' -e '/^$/d' "$1"; }
# The files that a list names, one after the other.
join() { while read -r path; do cat "$path"; done < "$1"; }
# A file of the tape: its name, its length, its bytes.
put() { printf '%s %d\n' "$1" "$(wc -c < "$2")"; cat "$2"; }
while read -r step stage _ _ exports _ archive; do
  name=${step#*-}; lists=$(echo ",$archive" | sed 's|,| /steps/archives/|g'); set -- $(echo "$exports" | tr ',-' '  ')
  printf 'echo rootseed: begin %s\nmkdir -p /out/%s\nsha256sum -c /steps/%s/inputs\n' "$name" "$stage" "$step"
  [ -z "$archive" ] || printf 'cd /sources\nsha256sum -c%s\ncd /\n' "$lists"
  echo "sh /steps/$step/build"
  [ $# = 0 ] || echo "sha256sum $* > out/$stage/$name.exports"
  printf 'cd /out\ndeliver %s\nsha256sum -c /steps/%s/pins\n' "$stage" "$step"
  [ $# = 0 ] || printf 'deliver ../%s\n' "$@"; printf 'cd /\necho rootseed: end %s\n' "$name"
done < "$work/steps" > "$work/plan"
tape() {
  strip chain/1-compiler/compiler.hex
  printf '%02x %02x %02x %02x\n\0' $(($1 & 255)) $(($1 >> 8 & 255)) $(($1 >> 16 & 255)) $(($1 >> 24))
  join chain/3-kernel/sources; printf '\0'; join chain/4-tools/sources; printf '\0'; put seed/host.hex seed/host.hex
  find chain seed steps -type f ! -path '*/.*' ! -name '*~' ! -path seed/host.hex | sort > "$work/paths"
  while read -r path; do put "$path" "$path"; done < "$work/paths"
  printf 'chain/nul 1\n\0'
  for file in $files; do put "sources/$file" "$archives/$file"; done
  put plan "$work/plan"; printf '\0'
}
tape 0 > "$work/tape"
tape $((($(wc -c < "$work/tape") + 511) / 512)) > "$work/tape"
sed -e 1d -e 's/#.*//' seed/boot.hex | xxd -r -p > "$work/image"
dd if="$work/tape" bs=512 conv=sync >> "$work/image" 2> /dev/null
cat "$work/image"

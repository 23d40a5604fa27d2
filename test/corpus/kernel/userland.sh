#!/bin/sh
# What builds ask of a kernel, by the programs that they use: run behind the milestone userland.
cd /tmp
# Arguments: a megabyte to a program that is run (not a builtin).
words=$(seq 100000 249999)
echo "arguments $(/bin/busybox echo $words | wc -c)"
# A file with a hole, larger than what it takes; beyond 2 GiB there is an error, not a wrong file.
dd if=/dev/zero of=sparse bs=1 count=1 seek=2000000000 2>/dev/null && echo "sparse $(stat -c %s sparse) $(du -k sparse | cut -f1)"
dd if=/dev/zero of=sparse bs=1 count=1 seek=2200000000 2>/dev/null || echo "too large is refused"
rm sparse
# Memory comes back when files go: each time two thirds of it are filled.
part=$(awk '/MemFree/ { print int($2 / 1536) }' /proc/meminfo)
for round in 1 2 3; do
  dd if=/dev/zero of=big bs=1M count=$part 2>/dev/null && rm big || echo "round $round failed"
done
echo "memory back $(awk -v part=$part '/MemFree/ { print ($2 / 1536 > part - 2) }' /proc/meminfo)"
# make's job server: a pipe whose tokens say how many run at once; and a make inside of make that shares them.
mkdir jobs; cd jobs
cat > Makefile <<'M'
all: a b c d inner
a b c d:
	@echo begin >> log; sleep 1; echo end >> log
inner:
	@$(MAKE) -s e f
e f:
	@echo begin >> log; sleep 1; echo end >> log
M
make -s -j3 all
echo "most at once $(awk '/begin/ { n++; if (n > m) m = n } /end/ { n-- } END { print m, NR }' log)"

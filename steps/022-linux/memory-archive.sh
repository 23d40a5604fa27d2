# memory_archive FOLDER: writes what is in the folder as the archive that Linux unpacks into memory when it starts
# (cpio, gzip), sorted, with owners and times 0. gen_init_cpio makes it from a list.
memory_archive() {
  {
    find "$1" -mindepth 1 -type d | sed "s,^$1\(.*\),dir \1 755 0 0,"
    find "$1" -type l | sed "s,^$1,," | while read -r name; do
      echo "slink $name $(readlink "$1$name") 777 0 0"
    done
    find "$1" -type f -perm -100 | sed "s,^$1\(.*\),file \1 $1\1 755 0 0,"
    find "$1" -type f ! -perm -100 | sed "s,^$1\(.*\),file \1 $1\1 644 0 0,"
  } | sort > list
  gen_init_cpio -t 0 list | gzip
  rm list
}

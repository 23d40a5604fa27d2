/* Writes the files below a folder as an archive that depends on nothing but their names, contents, links and whether
   they can be executed: `pack FOLDER > ARCHIVE`. Sorted by byte, times and owners are 0, modes 755 or 644. The format
   is POSIX ustar (pax, "ustar Interchange Format"). A file with several names becomes a file of its own for each.
   What does not fit into the format, and any file that is neither file, folder nor symbolic link, is an error. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BLOCK = 512 };

/* A header, as the format has it: numbers are octal digits and a NUL. */
struct header {
  char name[100], mode[8], owner[8], group[8], size[12], time[12], checksum[8], type, target[100];
  char magic[6], version[2], owner_name[32], group_name[32], major[8], minor[8], prefix[155], padding[12];
};

static void die(const char *what, const char *name) {
  fprintf(stderr, "pack: %s: %s\n", name, what);
  exit(1);
}

static void put(const void *bytes, size_t size) {
  if (fwrite(bytes, 1, size, stdout) != size) die("cannot write it", "standard output");
}

/* Zeros up to the next whole block. */
static void pad(long size) {
  static const char zeros[BLOCK];
  put(zeros, -size & (BLOCK - 1));
}

/* A long name is split at a slash into a prefix and the rest. */
static void put_name(struct header *header, const char *name) {
  int length = strlen(name), split = 0;
  if (length > sizeof header->name) {
    for (split = length - sizeof header->name - 1; split < length && name[split] != '/'; split++) {}
    if (split >= length - 1 || split > sizeof header->prefix) die("the name is too long for the archive", name);
    memcpy(header->prefix, name, split);
    split++;
  }
  memcpy(header->name, name + split, length - split);
}

static void put_header(const char *name, char type, int mode, long size, const char *target) {
  struct header header;
  unsigned char *bytes = (unsigned char *)&header;
  int i, sum = 0;
  memset(&header, 0, sizeof header);
  put_name(&header, name);
  sprintf(header.mode, "%07o", mode);
  sprintf(header.owner, "%07o", 0);
  sprintf(header.group, "%07o", 0);
  sprintf(header.size, "%011lo", size);
  sprintf(header.time, "%011o", 0);
  header.type = type;
  if (strlen(target) > sizeof header.target) die("the link's target is too long for the archive", name);
  memcpy(header.target, target, strlen(target));
  memcpy(header.magic, "ustar", 6);
  memcpy(header.version, "00", 2);
  /* The checksum counts itself as blanks. */
  memset(header.checksum, ' ', sizeof header.checksum);
  for (i = 0; i < sizeof header; i++) sum += bytes[i];
  sprintf(header.checksum, "%06o", sum);
  put(&header, sizeof header);
}

static void put_content(const char *path, long size) {
  static char buffer[1 << 16];
  FILE *file = fopen(path, "r");
  long left = size;
  size_t got;
  if (!file) die("cannot read it", path);
  while ((got = fread(buffer, 1, sizeof buffer, file)) > 0) {
    put(buffer, got);
    left -= got;
  }
  if (ferror(file) || left != 0) die("cannot read it, or it changes", path);
  fclose(file);
  pad(size);
}

static int compare(const void *a, const void *b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The names in a folder, sorted, and how many. */
static int list(const char *path, char ***names) {
  DIR *folder = opendir(path);
  struct dirent *entry;
  int count = 0, room = 0;
  *names = NULL;
  if (!folder) die("cannot read the folder", path);
  while ((entry = readdir(folder)) != NULL) {
    if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
    if (count == room) *names = realloc(*names, (room = 2 * room + 16) * sizeof **names);
    if (!*names || !((*names)[count++] = strdup(entry->d_name))) die("no memory", path);
  }
  closedir(folder);
  if (count > 0) qsort(*names, count, sizeof **names, compare);
  return count;
}

/* Writes what lies below a folder; `path` ends with a slash, and its first `root` bytes are not part of the names. */
static void pack(const char *path, int root) {
  char **names, *full, target[BLOCK];
  int i, count = list(path, &names);
  for (i = 0; i < count; i++) {
    struct stat status;
    full = malloc(strlen(path) + strlen(names[i]) + 2);
    if (!full) die("no memory", path);
    sprintf(full, "%s%s", path, names[i]);
    if (lstat(full, &status) != 0) die("cannot read it", full);
    if (S_ISDIR(status.st_mode)) {
      strcat(full, "/");
      put_header(full + root, '5', 0755, 0, "");
      pack(full, root);
    } else if (S_ISLNK(status.st_mode)) {
      int length = readlink(full, target, sizeof target - 1);
      if (length < 0) die("cannot read the link", full);
      target[length] = 0;
      put_header(full + root, '2', 0777, 0, target);
    } else if (S_ISREG(status.st_mode)) {
      if (status.st_size >= 1LL << 31) die("it has 2 GiB or more", full);
      put_header(full + root, '0', status.st_mode & 0111 ? 0755 : 0644, status.st_size, "");
      put_content(full, status.st_size);
    } else {
      die("neither file, folder nor symbolic link", full);
    }
    free(full);
    free(names[i]);
  }
  free(names);
}

int main(int count, char **arguments) {
  char *path;
  if (count != 2 || !(path = malloc(strlen(arguments[1]) + 2))) {
    fprintf(stderr, "usage: pack FOLDER > ARCHIVE\n");
    return 2;
  }
  sprintf(path, "%s/", arguments[1]);
  pack(path, strlen(path));
  /* Two empty blocks end an archive. */
  put("", 1);
  pad(1);
  put("", 1);
  pad(1);
  if (fflush(stdout) != 0) die("cannot write it", "standard output");
  return 0;
}

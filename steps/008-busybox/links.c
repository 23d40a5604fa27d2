/* Makes symbolic links to /bin/busybox: `links FOLDER`, one for each applet, as `busybox --install -s FOLDER` does where
   busybox can be run; `links FOLDER NAME...`, those. The names are in applet_tables.h, one after the other, each ended
   by a NUL. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define ALIGN1
#define ALIGN2
#define SKIP_applet_main
#include "applet_tables.h"

static int failed;

static void make_link(const char *folder, const char *name) {
  char path[1000];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  if (symlink("/bin/busybox", path) != 0) {
    perror(path);
    failed = 1;
  }
}

int main(int count, char **arguments) {
  const char *name;
  int i;
  if (count < 2) {
    fprintf(stderr, "usage: links FOLDER [NAME...]\n");
    return 2;
  }
  for (i = 2; i < count; i++) make_link(arguments[1], arguments[i]);
  if (count > 2) return failed;
  for (name = applet_names; *name; name += strlen(name) + 1)
    if (strcmp(name, "busybox") != 0) make_link(arguments[1], name);
  return failed;
}

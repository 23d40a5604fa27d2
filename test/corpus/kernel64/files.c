/* Descriptors and files: positions of 64 bits, structures (stat, statfs, statx, iovec, directory records, times). */
#include "print.h"
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/uio.h>
#include <termios.h>
#include <sys/ioctl.h>

static void show_status(const char *what, struct stat *s) {
  printf("%s size %ld mode %o links %ld block %ld owner %d group %d device %lx\n", what, (long) s->st_size, s->st_mode,
    (long) s->st_nlink, (long) s->st_blksize, s->st_uid, s->st_gid, (long) s->st_rdev);
}

static void positions(int file) {
  char text[8] = { 0 };
  answer("seek beyond 4 GiB", lseek(file, 5000000000, SEEK_SET));
  answer("where", lseek(file, 0, SEEK_CUR));
  answer("read there", read(file, text, 4));
  answer("before the start", lseek(file, -5000000001, SEEK_CUR));
  answer("to 4 GiB - 1", lseek(file, 0xffffffff, SEEK_SET));
  answer("to 4 GiB - 2", lseek(file, -1, SEEK_CUR));
  answer("from the end", lseek(file, -5, SEEK_END));
  answer("read", read(file, text, 8));
  puts(text);
  answer("whence", lseek(file, 0, 77));
  answer("pread", pread(file, text, 4, 6));
  answer("pread beyond", pread(file, text, 4, 6000000000));
  answer("pread before", pread(file, text, 4, -1));
  answer("pwrite", pwrite(file, "W", 1, 6));
  answer("data", lseek(file, 0, SEEK_DATA));
  answer("hole", lseek(file, 0, SEEK_HOLE));
}

static void sizes(int file) {
  struct stat status;
  answer("ftruncate", ftruncate(file, 100));
  answer("truncate", truncate("file", 50));
  fstat(file, &status);
  show("size", status.st_size);
  answer("negative", ftruncate(file, -1));
  answer("fallocate", fallocate(file, 0, 40, 100));
  answer("fallocate nothing", fallocate(file, 0, 0, 0));
  fstat(file, &status);
  show("size", status.st_size);
}

static void pieces(int file) {
  char first[8] = { 0 }, second[8] = { 0 };
  struct iovec parts[] = { { first, 3 }, { 0, 0 }, { second, 4 } };
  lseek(file, 0, SEEK_SET);
  answer("readv", readv(file, parts, 3));
  printf("%s|%s\n", first, second);
  lseek(file, 20, SEEK_SET);
  answer("writev", writev(file, parts, 3));
  parts[1] = (struct iovec) { first, -1 };
  answer("readv of a length below 0", readv(file, parts, 3));
  answer("readv of too many", readv(file, parts, 1025));
}

static void bad_addresses(int file) {
  answer("write from above", write(file, (void *) 0x100000000000, 5));
  answer("write from 4 GiB", write(file, (void *) 0x100000000, 5));
  answer("write from the kernel", write(file, (void *) 0xffffffff80000000, 5));
  answer("write from the end", write(file, (void *) -5, 5));
  lseek(file, 0, SEEK_SET);
  answer("read to above", read(file, (void *) 0x700000001000, 5));
  answer("stat above", stat((char *) 0x700000001000, 0));
  answer("stat to above", stat("file", (struct stat *) 0x700000001000));
  answer("open above", open((char *) 0x700000001000, O_RDONLY));
  answer("getcwd to above", syscall(SYS_getcwd, 0x700000001000, 100));
}

static void directories(void) {
  mkdir("folder", 0755);
  close(open("folder/x", O_CREAT | O_WRONLY, 0600));
  close(open("folder/a longer name of a file", O_CREAT | O_WRONLY, 0600));
  mkdir("folder/inner", 0700);
  DIR *folder = opendir("folder");
  struct dirent *entry;
  int count = 0, types = 0, letters = 0;
  while ((entry = readdir(folder)) != 0) {
    count++;
    types += entry->d_type;
    letters += strlen(entry->d_name);
  }
  printf("entries %d types %d letters %d\n", count, types, letters);
  closedir(folder);
  char records[1024];
  int file = open("folder", O_RDONLY | O_DIRECTORY);
  answer("getdents64", syscall(SYS_getdents64, file, records, 1024));
  answer("getdents64 with no room", syscall(SYS_getdents64, open("folder", O_RDONLY), records, 20));
  answer("rmdir of a full one", rmdir("folder"));
  answer("creat", close(syscall(SYS_creat, "folder/y", 0600)));
  answer("rename", rename("folder/x", "folder/z"));
  answer("unlink", unlink("folder/z"));
  answer("link", link("folder/y", "folder/w"));
  answer("symlink", symlink("y", "folder/s"));
  struct stat status;
  lstat("folder/s", &status);
  printf("symlink %o %ld\n", status.st_mode, (long) status.st_size);
  char text[64] = { 0 };
  answer("readlink", readlink("folder/s", text, 64));
}

static void times(int file) {
  struct stat status;
  struct timespec both[] = { { 1000000000, 5 }, { 1000000001, 123456789 } };
  answer("utimensat", utimensat(AT_FDCWD, "file", both, 0));
  fstat(file, &status);
  printf("%ld.%09ld %ld.%09ld\n", status.st_atim.tv_sec, status.st_atim.tv_nsec, status.st_mtim.tv_sec,
    status.st_mtim.tv_nsec);
  both[0].tv_nsec = UTIME_OMIT;
  both[1].tv_nsec = 1000000000;
  answer("too many nanoseconds", futimens(file, both));
}

int main(void) {
  struct stat status;
  struct statfs system;
  struct statx wide;
  start();
  umask(022);
  int file = open("file", O_RDWR | O_CREAT | O_TRUNC, 0640);
  answer("write", write(file, "hello world", 11));
  answer("fstat", fstat(file, &status));
  show_status("file", &status);
  answer("stat", stat("/dev/null", &status));
  show_status("null", &status);
  answer("no such file", stat("missing", &status));
  answer("statfs", statfs("/", &system));
  printf("statfs block %ld name %ld fragments %ld enough %d\n", (long) system.f_bsize, (long) system.f_namelen,
    (long) system.f_frsize, system.f_blocks > 1000 && system.f_bfree <= system.f_blocks);
  answer("statx", statx(AT_FDCWD, "file", 0, STATX_BASIC_STATS, &wide));
  printf("statx size %ld mode %o\n", (long) wide.stx_size, wide.stx_mode);
  positions(file);
  pieces(file);
  sizes(file);
  times(file);
  bad_addresses(file);
  directories();
  int ends[2];
  struct winsize window;
  answer("pipe", pipe(ends));
  answer("flags", fcntl(ends[0], F_GETFL));
  answer("dup2", dup2(ends[0], 50));
  answer("dup3", dup3(ends[0], 51, O_CLOEXEC));
  answer("descriptor flags", fcntl(51, F_GETFD));
  answer("isatty", isatty(ends[0]));
  answer("window", ioctl(ends[0], TIOCGWINSZ, &window));
  answer("seek in a pipe", lseek(ends[0], 0, SEEK_CUR));
  return 0;
}

#ifndef UNISTD_H
#define UNISTD_H
#include <stddef.h>
typedef int ssize_t;
typedef long off_t;
extern char **environ;
ssize_t read(int descriptor, void *to, size_t n);
ssize_t write(int descriptor, const void *from, size_t n);
int close(int descriptor);
off_t lseek(int descriptor, off_t offset, int whence);
int unlink(const char *path);
char *getcwd(char *to, size_t size);
int execvp(const char *program, char *const arguments[]);
void _exit(int status);
#endif

/* Buffered files. The buffer of a file holds either bytes read ahead (from `start` to `end`) or bytes not written yet
   (from 0 to `end`); `writing` tells which. stderr holds nothing back.
   Files other than stdout must be closed: exit does not know them. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BUFFER = 16384 };

struct FILE {
  int descriptor, writing, failed, start, end;
  char buffer[BUFFER];
};

static FILE output = {1, 1}, errors = {2, 1};

FILE *stdout = &output, *stderr = &errors;

FILE *fdopen(int descriptor, const char *mode) {
  FILE *file = malloc(sizeof(FILE));
  if (!file) return NULL;
  file->descriptor = descriptor;
  file->writing = *mode != 'r';
  file->failed = file->start = file->end = 0;
  return file;
}

FILE *fopen(const char *path, const char *mode) {
  int access = strchr(mode, '+') ? O_RDWR : *mode == 'r' ? O_RDONLY : O_WRONLY;
  int create = *mode == 'r' ? 0 : *mode == 'a' ? O_CREAT | O_APPEND : O_CREAT | O_TRUNC;
  int descriptor = open(path, access | create, 0666);
  return descriptor < 0 ? NULL : fdopen(descriptor, mode);
}

/* Writes out what is held back, or goes back over what was read ahead. */
static int empty(FILE *file) {
  int done = 0;
  while (file->writing && done < file->end && !file->failed) {
    int n = write(file->descriptor, file->buffer + done, file->end - done);
    file->failed = n <= 0;
    done += n;
  }
  if (!file->writing) lseek(file->descriptor, file->start - file->end, SEEK_CUR);
  file->start = file->end = 0;
  return file->failed ? EOF : 0;
}

/* Makes the file ready to be read (writing = 0) or written (1). */
static void turn(FILE *file, int writing) {
  if (file->writing != writing) empty(file);
  file->writing = writing;
}

int fflush(FILE *file) {
  return empty(file);
}

int fclose(FILE *file) {
  int failed = empty(file) < 0;
  failed |= close(file->descriptor) < 0;
  if (file != stdout && file != stderr) free(file);
  return failed ? EOF : 0;
}

size_t fwrite(const void *from, size_t size, size_t count, FILE *file) {
  const char *source = from;
  size_t left = size * count;
  turn(file, 1);
  while (left > 0 && !file->failed) {
    size_t room = BUFFER - file->end, n = left < room ? left : room;
    memcpy(file->buffer + file->end, source, n);
    file->end += n;
    source += n;
    left -= n;
    if (file->end == BUFFER || file == stderr) empty(file);
  }
  return file->failed ? 0 : count;
}

size_t fread(void *to, size_t size, size_t count, FILE *file) {
  char *target = to;
  size_t left = size * count;
  turn(file, 0);
  while (left > 0) {
    size_t ready = file->end - file->start, n = left < ready ? left : ready;
    memcpy(target, file->buffer + file->start, n);
    file->start += n;
    target += n;
    left -= n;
    if (left > 0) {
      int got = read(file->descriptor, file->buffer, BUFFER);
      file->start = 0;
      file->end = got > 0 ? got : 0;
      if (got <= 0) break;
    }
  }
  return (size * count - left) / size;
}

int fseek(FILE *file, long offset, int whence) {
  empty(file);
  return lseek(file->descriptor, offset, whence) < 0 ? -1 : 0;
}

long ftell(FILE *file) {
  long at = lseek(file->descriptor, 0, SEEK_CUR);
  return file->writing ? at + file->end : at - (file->end - file->start);
}

int fputc(int c, FILE *file) {
  char byte = c;
  return fwrite(&byte, 1, 1, file) ? (unsigned char)c : EOF;
}

int fputs(const char *text, FILE *file) {
  fwrite(text, 1, strlen(text), file);
  return file->failed ? EOF : 0;
}

int putchar(int c) {
  return fputc(c, stdout);
}

int puts(const char *text) {
  fputs(text, stdout);
  return putchar('\n') < 0 ? EOF : 0;
}

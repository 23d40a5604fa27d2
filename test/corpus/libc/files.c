/* Buffered files, in the current folder. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static unsigned char bytes[50000], back[50001];

int main(void) {
  FILE *file = fopen("files.tmp", "wb");
  int i, n, descriptor;
  for (i = 0; i < 50000; i++) bytes[i] = i * i >> 3;
  printf("%d\n", (int)fwrite(bytes, 1, 10, file));
  for (i = 10; i < 20; i++) fputc(bytes[i], file);
  printf("%d %ld\n", (int)fwrite(bytes + 20, 7, 7140, file), ftell(file));
  printf("%d\n", fclose(file));

  file = fopen("files.tmp", "rb");
  printf("%d\n", fseek(file, 0, SEEK_END));
  printf("%ld\n", ftell(file));
  fseek(file, 100, SEEK_SET);
  n = fread(back, 1, 50, file);
  printf("%d %ld %d\n", n, ftell(file), memcmp(back, bytes + 100, 50));
  fseek(file, -10, SEEK_CUR);
  printf("%ld\n", ftell(file));
  n = fread(back, 1, 50001, file);
  printf("%d %d\n", n, memcmp(back, bytes + 140, n));
  fclose(file);

  file = fopen("files.tmp", "w+b");
  fputs("hello, world", file);
  fseek(file, 7, SEEK_SET);
  n = fread(back, 1, 100, file);
  back[n] = 0;
  printf("%d %s\n", n, back);
  fseek(file, 0, SEEK_SET);
  fputs("J", file);
  fclose(file);

  descriptor = open("files.tmp", O_WRONLY | O_APPEND);
  file = fdopen(descriptor, "a");
  fprintf(file, " and %d", 42);
  fclose(file);
  descriptor = open("files.tmp", O_RDONLY);
  n = read(descriptor, back, 100);
  back[n] = 0;
  printf("%d %s\n", n, back);
  printf("%d %d\n", (int)lseek(descriptor, 3, SEEK_SET), close(descriptor));
  printf("%d %d\n", remove("files.tmp"), unlink("files.tmp"));
  printf("%d %d\n", fopen("files.tmp", "r") == NULL, open("files.tmp", O_RDONLY));
  printf("%d\n", getcwd((char *)back, sizeof back) != NULL && back[0] == '/');
  fprintf(stderr, "%s", "");
  return 0;
}

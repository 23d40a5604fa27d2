/* The heap: random requests, growth and frees; no two blocks may overlap, no block may lose what it holds. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static unsigned state = 1;

static unsigned random_number(unsigned limit) {
  state = state * 1103515245 + 12345;
  return (state >> 8) % limit;
}

int main(void) {
  static unsigned char *blocks[200];
  static unsigned sizes[200];
  int round, wrong = 0;
  for (round = 0; round < 20000; round++) {
    unsigned i = random_number(200), j, size = 1 + (random_number(10) ? random_number(300) : random_number(60000));
    for (j = 0; j < sizes[i]; j += 13) wrong += blocks[i][j] != (unsigned char)(i + j);
    if (random_number(3) == 0) {
      free(blocks[i]);
      blocks[i] = NULL;
      size = 0;
    } else {
      blocks[i] = realloc(blocks[i], size);
      if (!blocks[i]) wrong++;
    }
    for (j = 0; j < sizes[i] && j < size; j += 13) wrong += blocks[i][j] != (unsigned char)(i + j);
    for (j = 0; j < size; j++) blocks[i][j] = i + j;
    sizes[i] = size;
  }
  printf("%d wrong\n", wrong);
  printf("%d\n", malloc(0xf0000000) == NULL);
  printf("%s\n", getenv("ROOTSEED_TEST") ? getenv("ROOTSEED_TEST") : "not set");
  return 0;
}

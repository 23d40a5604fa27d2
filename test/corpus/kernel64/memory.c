/* Memory: hints and lengths beyond what there is, mappings of files, the heap, what is protected. */
#include "print.h"
#include <fcntl.h>
#include <sys/mman.h>

#define ANONYMOUS (MAP_PRIVATE | MAP_ANONYMOUS)

static char *map(void *at, size_t bytes, int flags) { return mmap(at, bytes, PROT_READ | PROT_WRITE, flags, -1, 0); }

int main(void) {
  start();
  char *high = map((void *) 0x123456789000, 1 << 20, ANONYMOUS);
  show("a hint that is far away", high != MAP_FAILED);
  high[5] = 1;
  answer("munmap", munmap(high, 1 << 20));
  answer("munmap of nothing", munmap(high, 1 << 20));
  answer("munmap beyond all", munmap((void *) 0x8000000000000000, 4096));
  answer("mmap of nothing", (long) map(0, 0, ANONYMOUS));
  answer("mmap of too much", (long) map(0, 1L << 60, ANONYMOUS));
  answer("fixed beyond all", (long) map((void *) 0x8000000000000000, 4096, ANONYMOUS | MAP_FIXED));
  answer("fixed within a page", (long) map((void *) 0x40000010, 4096, ANONYMOUS | MAP_FIXED));
  /* Above the heap, which Linux begins up to 1 GiB after the program. */
  char *place = map((void *) 0x60000000, 3 << 20, ANONYMOUS);
  printf("hint %p\n", place);
  memset(place, 7, 3 << 20);
  printf("fixed %p\n", map(place + 4096, 4096, ANONYMOUS | MAP_FIXED));
  printf("in it %d %d %d\n", place[4095], place[4096], place[8192]);
  answer("mprotect", mprotect(place, 4096, PROT_READ));
  answer("mprotect of a hole", mprotect(place, 8 << 20, PROT_READ));
  answer("mprotect within a page", mprotect(place + 1, 4096, PROT_READ));
  answer("madvise", madvise(place + 8192, 4096, MADV_DONTNEED));
  show("then", place[8192]);

  int file = open("mapped", O_RDWR | O_CREAT | O_TRUNC, 0600);
  write(file, "some bytes of a file", 20);
  ftruncate(file, 3 * 4096);
  char *shown = mmap(0, 3 * 4096, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  printf("mapped %.10s\n", shown);
  shown[0] = 'S';
  char text[5] = { 0 };
  pread(file, text, 4, 0);
  puts(text);
  pwrite(file, "second", 6, 4096);
  char *part = mmap(0, 4096, PROT_READ, MAP_PRIVATE, file, 4096);
  printf("from its second page %s\n", part);
  answer("an offset within a page", (long) mmap(0, 4096, PROT_READ, MAP_PRIVATE, file, 100));
  answer("a closed descriptor", (long) mmap(0, 4096, PROT_READ, MAP_PRIVATE, 77, 0));
  char *moved = mremap(part, 4096, 8 * 4096, MREMAP_MAYMOVE);
  show("mremap", moved != MAP_FAILED || errno == ENOMEM);

  char *heap = sbrk(0);
  answer("brk", brk(heap + 100000));
  heap[99999] = 1;
  show("grown", (char *) sbrk(0) - heap);
  answer("brk beyond all", brk((void *) 0x700000000000));
  char *much = malloc(100 << 20);
  much[99 << 20] = 3;
  much = realloc(much, 120 << 20);
  show("malloc", much[99 << 20]);
  free(much);
  show("malloc of too much", malloc(1L << 60) == 0);
  unsigned char pages[3];
  answer("mincore", mincore(shown, 3 * 4096, pages));
  return 0;
}

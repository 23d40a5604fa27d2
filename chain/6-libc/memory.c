/* The heap. A block is a header of 8 bytes, which holds its size class, and 2^class bytes. A freed block goes to the
   list of its class, from which the next request of that class is served; fresh blocks are cut from memory that
   brk adds after the program, 1 MiB or more at a time. Memory is never given back to the kernel. */
#include <stdlib.h>
#include <string.h>

enum { SYS_BRK = 45, SMALLEST = 4, CLASSES = 31, HEADER = 8, STEP = 1 << 20 };

struct block {
  unsigned class;
  struct block *next;
};

int __syscall(int number, int a, int b, int c, int d, int e, int f);

static struct block *freed[CLASSES];
static unsigned fresh, limit;

/* Cuts `bytes` from the fresh memory; 0 when the kernel has no more. */
static unsigned cut(unsigned bytes) {
  unsigned wanted = fresh + bytes + STEP;
  if (limit == 0) {
    fresh = limit = (__syscall(SYS_BRK, 0, 0, 0, 0, 0, 0) + 15) & -16;
    wanted += fresh;
  }
  if (limit - fresh < bytes) {
    if (wanted < fresh || (unsigned)__syscall(SYS_BRK, wanted, 0, 0, 0, 0, 0) != wanted) return 0;
    limit = wanted;
  }
  fresh += bytes;
  return fresh - bytes;
}

void *malloc(size_t bytes) {
  unsigned class = SMALLEST;
  struct block *block = NULL;
  while (class < CLASSES && 1u << class < bytes) class++;
  if (class < CLASSES && freed[class]) {
    block = freed[class];
    freed[class] = block->next;
  } else if (class < CLASSES) {
    block = (struct block *)cut(HEADER + (1u << class));
  }
  if (!block) return NULL;
  block->class = class;
  return (char *)block + HEADER;
}

void free(void *start) {
  struct block *block = (struct block *)((char *)start - HEADER);
  if (start) {
    block->next = freed[block->class];
    freed[block->class] = block;
  }
}

void *realloc(void *old, size_t bytes) {
  size_t room = old ? 1u << ((struct block *)((char *)old - HEADER))->class : 0;
  void *new = old;
  if (!old || bytes > room) {
    new = malloc(bytes);
    if (new && old) {
      memcpy(new, old, room);
      free(old);
    }
  }
  return new;
}

/* qsort as an insertion sort: TinyCC sorts the cases of a switch, which mostly are in order already. */
#include <stdlib.h>

static void swap(char *a, char *b, size_t size) {
  for (; size > 0; size--, a++, b++) {
    char byte = *a;
    *a = *b;
    *b = byte;
  }
}

void qsort(void *base, size_t count, size_t size, int (*compare)(const void *, const void *)) {
  char *first = base, *end = first + count * size, *element, *place;
  for (element = first; element < end; element += size)
    for (place = element; place > first && compare(place - size, place) > 0; place -= size)
      swap(place - size, place, size);
}

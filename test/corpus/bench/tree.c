/* A binary search tree of structures on the heap, and a Shell sort that compares through a function pointer: its own,
   so that every compiler's program sorts in the same way. */
#include <stdio.h>
#include <stdlib.h>

struct node {
  unsigned key;
  int count;
  struct node *left, *right;
};

static unsigned seed = 12345;
static int visited;

static unsigned next_random(void) {
  seed = seed * 1103515245 + 12345;
  return seed >> 8;
}

static struct node *insert(struct node *tree, unsigned key) {
  if (!tree) {
    tree = malloc(sizeof *tree);
    tree->key = key;
    tree->count = 1;
    tree->left = tree->right = NULL;
  } else if (key == tree->key) {
    tree->count++;
  } else if (key < tree->key) {
    tree->left = insert(tree->left, key);
  } else {
    tree->right = insert(tree->right, key);
  }
  return tree;
}

static unsigned checksum(const struct node *tree) {
  if (!tree) return 0;
  visited++;
  return checksum(tree->left) * 31 + tree->key * tree->count + checksum(tree->right);
}

static int compare(const void *left, const void *right) {
  unsigned a = *(const unsigned *)left, b = *(const unsigned *)right;
  return a < b ? -1 : a > b;
}

static void sort(unsigned *numbers, int count, int (*compare)(const void *, const void *)) {
  int gap, i, at;
  for (gap = count / 2; gap > 0; gap /= 2)
    for (i = gap; i < count; i++) {
      unsigned number = numbers[i];
      for (at = i; at >= gap && compare(&numbers[at - gap], &number) > 0; at -= gap) numbers[at] = numbers[at - gap];
      numbers[at] = number;
    }
}

int main(void) {
  static unsigned numbers[600000];
  struct node *tree = NULL;
  unsigned sum;
  int i;
  for (i = 0; i < 600000; i++) {
    numbers[i] = next_random();
    tree = insert(tree, numbers[i]);
  }
  sort(numbers, 600000, compare);
  sum = checksum(tree);
  printf("%u %d %u %u\n", sum, visited, numbers[0], numbers[599999]);
  return 0;
}

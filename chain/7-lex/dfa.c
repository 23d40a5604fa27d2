/* The nondeterministic automaton becomes a deterministic one: a state is a set of nodes. First the characters are put
   into classes that no set of a pattern tells apart; a state then has a way on for each class, its row. Many states
   have equal rows, which are kept once. */
#include <stdlib.h>
#include <string.h>
#include "lex.h"

enum { BUCKETS = 1 << 14 };

struct state *states;
int state_count, class_of[256], class_count = 1, **rows, row_count, *start_states;
static int state_room, row_room;
static int *same_hash, hash_room, *same_row_hash, row_hash_room; /* the entry before with this hash, +1 */
static int bucket[BUCKETS], row_bucket[BUCKETS];                 /* the last one, +1 */

static int *marked, marked_count, *waiting; /* nodes; those whose ways are still to be followed */
static unsigned char *is_marked;

static void make_classes(void) {
  int i, c;
  for (i = 0; i < set_count; i++) {
    int inside[256], all[256], number[256];
    memset(inside, 0, sizeof inside);
    memset(all, 0, sizeof all);
    memset(number, 0, sizeof number);
    for (c = 0; c < 256; c++) {
      all[class_of[c]]++;
      inside[class_of[c]] += contains(sets[i], c);
    }
    for (c = 0; c < 256; c++) { /* of a class that the set divides, the part outside keeps the number */
      int old = class_of[c];
      if (!contains(sets[i], c) || inside[old] == all[old]) continue;
      if (!number[old]) number[old] = class_count++;
      class_of[c] = number[old];
    }
  }
}

/* Marks a node, and all that can be reached from it without a character. */
static void mark(int first) {
  int count = 0;
  if (first >= 0) waiting[count++] = first;
  while (count > 0) {
    int at = waiting[--count];
    while (at >= 0 && !is_marked[at]) {
      is_marked[at] = 1;
      marked[marked_count++] = at;
      if (nodes[at].set >= 0) break;
      if (nodes[at].other >= 0) waiting[count++] = nodes[at].other;
      at = nodes[at].next;
    }
  }
}

static int by_number(const void *a, const void *b) {
  int left = *(const int *)a, right = *(const int *)b;
  return left < right ? -1 : left > right;
}

static unsigned hash_of(const int *numbers, int count) {
  unsigned hash = 0;
  int i;
  for (i = 0; i < count; i++) hash = hash * 31 + numbers[i];
  return (hash ^ hash >> 15) % BUCKETS;
}

/* Of the marked nodes only those that mean something stay: with a step, or the end of a rule. Sorted. */
static void keep_meaning(void) {
  int i, kept = 0, best = 0;
  for (i = 0; i < marked_count; i++) {
    int rule = nodes[marked[i]].rule;
    is_marked[marked[i]] = 0;
    if (rule > 0 && (best == 0 || rule < best)) best = rule;
  }
  for (i = 0; i < marked_count; i++) {
    const struct node *node = &nodes[marked[i]];
    int is_end = node->rule != 0 && (options.history || node->rule == best);
    if (node->set >= 0 || is_end) marked[kept++] = marked[i];
  }
  marked_count = kept;
  qsort(marked, kept, sizeof(int), by_number);
}

/* The numbers of the rules that end in a state, sorted. */
static void find_rules(struct state *state) {
  int i;
  state->rules = allocate(state->count * sizeof(int));
  for (i = 0; i < state->count; i++) {
    int rule = nodes[state->nodes[i]].rule;
    if (rule != 0) state->rules[state->rule_count++] = rule;
  }
  qsort(state->rules, state->rule_count, sizeof(int), by_number);
}

/* The state of the marked nodes; it may be new. */
static int marked_state(void) {
  unsigned hash;
  int i;
  struct state *state;
  keep_meaning();
  hash = hash_of(marked, marked_count);
  for (i = bucket[hash] - 1; i >= 0; i = same_hash[i] - 1) {
    if (states[i].count == marked_count && !memcmp(states[i].nodes, marked, marked_count * sizeof(int))) break;
  }
  if (i < 0) {
    if (state_count == MOST_STATES) fail("the scanner has more than %d states; make its patterns simpler", MOST_STATES);
    states = grow(states, state_count, &state_room, sizeof *states);
    same_hash = grow(same_hash, state_count, &hash_room, sizeof(int));
    state = &states[state_count];
    state->nodes = allocate(marked_count * sizeof(int));
    state->count = marked_count;
    memcpy(state->nodes, marked, marked_count * sizeof(int));
    find_rules(state);
    same_hash[state_count] = bucket[hash];
    i = state_count++;
    bucket[hash] = state_count;
  }
  marked_count = 0;
  return i;
}

static int row_number(const int *row) {
  unsigned hash = hash_of(row, class_count);
  int i;
  for (i = row_bucket[hash] - 1; i >= 0; i = same_row_hash[i] - 1) {
    if (memcmp(rows[i], row, class_count * sizeof(int)) == 0) return i;
  }
  rows = grow(rows, row_count, &row_room, sizeof *rows);
  same_row_hash = grow(same_row_hash, row_count, &row_hash_room, sizeof(int));
  rows[row_count] = allocate(class_count * sizeof(int));
  memcpy(rows[row_count], row, class_count * sizeof(int));
  same_row_hash[row_count] = row_bucket[hash];
  row_bucket[hash] = row_count + 1;
  return row_count++;
}

static int next_state(int from, int character) {
  int i;
  for (i = 0; i < states[from].count; i++) {
    const struct node *node = &nodes[states[from].nodes[i]];
    if (node->set >= 0 && contains(sets[node->set], character)) mark(node->next);
  }
  return marked_state();
}

void make_states(void) {
  int i, c, member[256], *row;
  here.line = 0;
  make_classes();
  marked = allocate((node_count + 1) * sizeof(int));
  waiting = allocate((node_count + 1) * sizeof(int));
  is_marked = allocate(node_count + 1);
  row = allocate(class_count * sizeof(int));
  start_states = allocate(2 * condition_count * sizeof(int));
  marked_state(); /* of no nodes: state 0 */
  for (i = 0; i < condition_count; i++) {
    mark(condition_nodes[i]);
    start_states[2 * i] = marked_state();
    mark(condition_nodes[i]);
    mark(line_nodes[i]);
    start_states[2 * i + 1] = marked_state();
  }
  for (c = 255; c >= 0; c--) member[class_of[c]] = c;
  for (i = 0; i < state_count; i++) {
    for (c = 0; c < class_count; c++) row[c] = next_state(i, member[c]);
    states[i].row = row_number(row);
  }
}

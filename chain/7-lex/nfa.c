/* The trees of all rules become one nondeterministic automaton, Thompson's way: each tree is built for the node that
   comes after it, and gives the node to begin with. So repetitions need no copies of trees, and nothing is patched. */
#include "lex.h"

struct node *nodes;
int node_count, *condition_nodes, *line_nodes;
static int node_room;

static int node(int set, int next, int other) {
  if (node_count == MOST_NODES) fail("the patterns are too large: more than %d nodes; repeat fewer times", MOST_NODES);
  nodes = grow(nodes, node_count, &node_room, sizeof *nodes);
  nodes[node_count].set = set;
  nodes[node_count].next = next;
  nodes[node_count].other = other;
  return node_count++;
}

static int build(const struct tree *tree, int next);

static int build_repeat(const struct tree *tree, int next) {
  int i, first = next;
  if (tree->most < 0) { /* back to itself, or on */
    first = node(-1, next, next);
    i = build(tree->left, first);
    nodes[first].other = i;
  }
  for (i = tree->least; i < tree->most; i++) first = node(-1, build(tree->left, first), next);
  for (i = 0; i < tree->least; i++) first = build(tree->left, first);
  return first;
}

/* The node at which the tree begins, when it goes on to `next`. Trees lean to the left: long ones are not deep here. */
static int build(const struct tree *tree, int next) {
  int first;
  for (; tree->kind == SEQUENCE; tree = tree->left) next = build(tree->right, next);
  switch (tree->kind) {
  case CHARACTER: return node(tree->set, next, -1);
  case EMPTY: return next;
  case REPEAT: return build_repeat(tree, next);
  default: break;
  }
  first = build(tree->right, next);
  for (tree = tree->left; tree->kind == CHOICE; tree = tree->left) {
    first = node(-1, build(tree->right, next), first);
  }
  return node(-1, build(tree, next), first);
}

/* The end of a rule, or (negated) of the head of one that varies. */
static int end_of(int rule, int next) {
  int end = node(-1, next, -1);
  nodes[end].rule = rule;
  return end;
}

static int build_rule(int number) {
  const struct pattern *pattern = &rules[number].pattern;
  int next = end_of(number, -1);
  if (pattern->tail) next = build(pattern->tail, next);
  if (rules[number].varies) next = end_of(-number, next);
  return build(pattern->head, next);
}

void make_nodes(void) {
  int rule, i;
  condition_nodes = allocate(condition_count * sizeof(int));
  line_nodes = allocate(condition_count * sizeof(int));
  for (i = 0; i < condition_count; i++) condition_nodes[i] = line_nodes[i] = -1;
  for (rule = 1; rule < rule_count; rule++) {
    int first;
    here.line = rules[rule].line;
    first = build_rule(rule);
    for (i = 0; i < condition_count; i++) {
      int *list = rules[rule].pattern.at_line ? &line_nodes[i] : &condition_nodes[i];
      if (rules[rule].conditions[i]) *list = node(-1, first, *list);
    }
  }
}

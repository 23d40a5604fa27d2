/* strtof, strtod and strtold: every line of the file that is the argument is a number and the bits that glibc makes of
   it, as float, double, and sign, exponent and significand of a long double. Prints the lines that differ. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char text[200000];

static int parts(char *line, char **fields) {
  int count = 0;
  for (; count < 4 && line; count++) {
    fields[count] = line;
    line = strchr(line, ' ');
    if (line) *line++ = 0;
  }
  return count;
}

int main(int count, char **arguments) {
  FILE *file = fopen(arguments[count - 1], "r");
  char *line, *end, *fields[4], *stop;
  int lines = 0, wrong = 0;
  text[fread(text, 1, sizeof text - 1, file)] = 0;
  for (line = text; (end = strchr(line, '\n')) != NULL; line = end + 1) {
    float single;
    double normal;
    struct {
      long double value;
      int padding;
    } extended = {0};
    unsigned short exponent;
    char found[100];
    *end = 0;
    lines++;
    if (parts(line, fields) != 4) return 1;
    single = strtof(fields[0], NULL);
    normal = strtod(fields[0], NULL);
    extended.value = strtold(fields[0], &stop);
    exponent = ((unsigned short *)&extended.value)[4];
    sprintf(found, "%08x %016llx %04x%016llx", *(unsigned *)&single, *(unsigned long long *)&normal, exponent,
            *(unsigned long long *)&extended.value);
    fields[2][-1] = fields[3][-1] = ' ';
    if (strcmp(fields[1], found) != 0 || *stop != 0) {
      printf("%s: expected %s, found %s\n", fields[0], fields[1], found);
      wrong++;
    }
  }
  printf("%d numbers, %d wrong\n", lines, wrong);
  return 0;
}

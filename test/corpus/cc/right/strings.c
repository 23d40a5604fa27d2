// String and character constants: escapes, joining, equal strings, arrays of strings.
#include <stdio.h>
#include <string.h>
int main(void) {
  const char *escapes = "\a\b\f\n\r\t\v\\\'\"\?\0after\x41\101\1018";
  for (int i = 0; i < 24; i++) printf("%d ", escapes[i]);
  printf("\n%s\n", "joined " "from " "three");
  printf("%d %d %d\n", (int)sizeof "abc" "de", (int)sizeof "", (int)strlen("a\0b"));
  printf("%d %d %d %d\n", 'a', '\'', '\377', '\x7f');
  printf("%s %c %c\n", "index" + 2, "index"[1], 3["index"]);
  char text[] = "changed", *p = text;
  *p++ = 'C';
  *p += 1;
  while (*p) p++;
  p[-1] = '!';
  printf("%s %d\n", text, (int)(p - text));
  char rows[3][5] = { "ab", "cdef", { 'g' } };
  printf("%s %s %s %c\n", rows[0], rows[1], rows[2], (*(rows + 1))[2]);
  printf("%s\n", "???/ no trigraphs");
  return 0;
}

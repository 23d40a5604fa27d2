// Macros, conditionals, stringizing, pasting, joined lines.
#include <stdio.h>
#include <string.h>
#define EMPTY
#define OBJECT 42
#define ADD(a, b) ((a) + (b))
#define STRING(x) #x
#define EXPANDED(x) STRING(x)
#define PASTE(a, b) a ## b
#define PASTE3(a, b, c) a##b##c
#define SELF (SELF + 1)
#define CONST_SELF SELF
#define MUTUAL_A MUTUAL_B
#define MUTUAL_B MUTUAL_A
#define CALL(f, x) f(x)
#define DOUBLE(x) ((x) * 2)
#define PARENS () 
#define CONTINUED first \
  second
#include <stddef.h>
#if defined(OBJECT) && OBJECT == 42 && !defined NOTHING
#define CONDITION "first"
#elif 1
#define CONDITION "second"
#else
#define CONDITION "third"
#endif
#if 0
this is "skipped with an odd quote and /* a comment
*/
#elif (1 ? 2 : 1 / 0) == 2 && (0 || 'A' == 65) && -1 < 0 && 0xffffffffffffffff > 0
#define WIDE "wide"
#endif
#if -1 > 0u
#define UNSIGNED "unsigned"
#endif
#undef OBJECT
#ifndef OBJECT
#define OBJECT 43
#endif
#ifdef __i386__
static int machine = 386;
#endif
# /* a null directive */
int main(void) {
  int SELF_value = 1, xy = 7, abc = 9;
  printf("%d %d %s %s\n", OBJECT, ADD(1, 2) * 3, STRING(a  +   "b\n" 'c'), EXPANDED(OBJECT));
  printf("%d %d %d\n", PASTE(x, y), PASTE3(a, b, c), PASTE(, xy) PASTE(+, ) 1);
  printf("%s %s\n", EXPANDED(SELF), EXPANDED(CONST_SELF));
  printf("%s %s\n", EXPANDED(MUTUAL_A), EXPANDED(MUTUAL_B));
  printf("%d %d\n", CALL(DOUBLE, 4), DOUBLE(DOUBLE(3)));
  printf("%s %s %s\n", CONDITION, WIDE, UNSIGNED);
  printf("%s\n", EXPANDED(CONTINUED EMPTY PARENS));
  printf("%d %d\n", mach\
ine, __STDC__);
  printf("%s\n", STRING(@ \n "\0"));
  return ADD
    (SELF_value,
     -1);
}

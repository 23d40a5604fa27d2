/* What the text files of Unicode say of the characters below 0x20000. Beyond are ideographs, of which musl has no tables
   but a comparison. The arrays are filled by read_unicode (unicode.c) and go by the character's number. */
#include <stdio.h>

enum { CHARACTERS = 0x20000, PAGE = 256, PAGES = CHARACTERS / PAGE };
enum { ALPHABETIC = 1, WIDE = 2 };

/* The two letters of the general category, like L and u; 0 for a character that Unicode has not assigned. */
extern char major[CHARACTERS], minor[CHARACTERS];
/* The letter's capital and small form; 0 for none. */
extern int upper[CHARACTERS], lower[CHARACTERS];
/* Properties: ALPHABETIC and WIDE, or neither. */
extern unsigned char properties[CHARACTERS];

/* Reads the files; says what is wrong with one, and where, and ends. */
void read_unicode(const char *unicode_data, const char *prop_list, const char *east_asian_width);

/* Writes the headers: alpha.h, punct.h, nonspacing.h and wide.h (classes.c), casemap.h (cases.c). */
void write_classes(const char *folder);
void write_cases(const char *folder);

/* Opens a header; ends when it cannot be written. close_header also sees to it that all has been written. */
FILE *open_header(const char *folder, const char *name);
void close_header(FILE *header, const char *name);

/* Ends unless the condition holds: the tables number `what` in bytes. */
void require(int condition, const char *what);

/* Writes numbers as elements of an array. */
void write_bytes(FILE *header, const unsigned char *numbers, int count);

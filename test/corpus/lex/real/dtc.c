/* dtc's scanner of device trees; it includes files itself, through the buffers' stack. The first argument is the file. */
#include "trace.h"
#define srcpos_update(loc, text, length) trace(YY_START, yy_act, text, length)
#define PRINTF(a, b)
struct data { int len; char *val; };
struct srcpos { int unused; };
static struct srcpos yylloc;
static union { struct data data; char *labelref, *propnodename; unsigned long long integer; unsigned char byte; } yylval;
static struct file { FILE *f; struct file *below; } *current_srcfile;
bool treesource_error;
static struct data data_copy_escape_string(const char *text, int length) {
  struct data data = {length + 1, strndup(text, length)};
  return data;
}
#define data_free(data) free(data.val)
#define srcpos_set_line(name, line) say(name)
#define srcpos_verror(loc, prefix, format, arguments) say(format)
static void srcfile_push(const char *name) {
  struct file *file = malloc(sizeof *file);
  say(name);
  file->f = fopen(name, "r");
  if (!file->f) file->f = fopen("/dev/null", "r");
  file->below = current_srcfile;
  current_srcfile = file;
}
static int srcfile_pop(void) {
  current_srcfile = current_srcfile->below;
  return current_srcfile != NULL;
}
#include SCANNER

int main(int count, char **names) {
  int token;
  (void)count;
  srcfile_push(names[1]);
  yyin = current_srcfile->f;
  while ((token = yylex()) != 0) printf("token %d\n", token);
  return 0;
}

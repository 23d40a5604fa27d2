
/* What libstdc++ asks beside that, and how it is to be: without wide characters, which nothing here needs. */
#define HAVE_FINITE 1
#define HAVE_FINITEF 1
#define HAVE_INT64_T 1
#define HAVE_MODFF 1
#define HAVE_MODFL 1
#define HAVE_POLL 1
#define HAVE_STRTOF 1
#define HAVE_STRTOLD 1
#define HAVE_SYS_IOCTL_H 1
#define HAVE_SYS_UIO_H 1
#define HAVE_S_ISREG 1
#define HAVE_WCTYPE_H 1
#define HAVE_WRITEV 1
#define _GLIBCXX_HOSTED 1
#define _GLIBCXX_USE_C99 1
#define _GLIBCXX_USE_C99_MATH 1
#define _GLIBCXX_USE_LONG_LONG 1

/* What flex's configure would find out; of its 40 answers flex's own files ask for these. */
#define HAVE_ASSERT_H 1      /* else assert() would be nothing */
#define HAVE_DECL___FUNC__ 1 /* else messages would not name a function */
#define HAVE_LIMITS_H 1      /* INT_MAX */
#define HAVE_NETINET_IN_H 1  /* htonl() and the like, for tables in files */
#define M4 "/usr/bin/m4"     /* its output goes through m4 */
#define VERSION "2.6.4"

/* What MPFR is to be: the answers that its configure would give. */
#include "/steps/lib/system.h"

#define PACKAGE_VERSION "4.2.0"
#define HAVE_GMP_H 1
#define HAVE_DENORMS 1
#define MPFR_HAVE_INTMAX_MAX 1
#define MPFR_USE_NO_MACRO_DUMMY 1
#define MPFR_USE_STATIC_ASSERT 1
#define NPRINTF_J 1
#define SIZEOF_UNSIGNED_LONG 8

/* What GMP is to be: the answers that its configure would give. */
#include "/steps/lib/system.h"

#define PACKAGE "gmp"
#define VERSION "6.2.1"
#define RETSIGTYPE void
#define HAVE_LIMB_LITTLE_ENDIAN 1
#define SIZEOF_MP_LIMB_T 8
#define SIZEOF_UNSIGNED 4
#define SIZEOF_UNSIGNED_LONG 8
#define SIZEOF_UNSIGNED_SHORT 2
#define NO_ASM 1
#define WANT_FFT 1
#define WANT_TMP_ALLOCA 1

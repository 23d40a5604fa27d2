/* What bfd, binutils, gas, ld, libiberty and opcodes are to be: the answers that their configure scripts would give. */
#include "/steps/lib/system.h"

#define PACKAGE "binutils"
#define VERSION "2.35.2"
#define UNSIGNED_64BIT_TYPE uint64_t
#define HAVE_DECL_BASENAME 0 /* musl's is POSIX's, which is another function than libiberty's */
#define HAVE_DECL_GETC_UNLOCKED 1
#define HAVE_GETC_UNLOCKED 1
#define __LITTLE_ENDIAN__ 1 /* gcc defines it, tcc does not */

/* The target. */
#define TARGET "x86_64-unknown-linux-gnu"
#define TARGET_ALIAS "x86_64-unknown-linux-gnu"
#define TARGET_CANONICAL "x86_64-unknown-linux-gnu"
#define TARGET_CPU "x86_64"
#define TARGET_OS "linux-gnu"
#define TARGET_VENDOR "unknown"
#define DEFAULT_ARCH "x86_64"
#define TARGET_PREPENDS_UNDERSCORE 0

/* Choices: all as upstream has them by default, but for archives, which carry no time and no user. */
#define DEFAULT_AR_DETERMINISTIC 1
#define DEFAULT_STRINGS_ALL 1
#define DEFAULT_FLAG_COMPRESS_DEBUG 0
#define DEFAULT_GENERATE_BUILD_NOTES 0
#define DEFAULT_GENERATE_ELF_STT_COMMON 0
#define DEFAULT_GENERATE_X86_RELAX_RELOCATIONS 1
#define DEFAULT_X86_USED_NOTE 0
#define DEFAULT_LD_TEXTREL_CHECK textrel_check_warning
#define DEFAULT_LD_TEXTREL_CHECK_WARNING 1
#define DEFAULT_LD_Z_RELRO 1
#define DEFAULT_LD_Z_SEPARATE_CODE 1
#define DEFAULT_EMIT_GNU_HASH 1
#define DEFAULT_EMIT_SYSV_HASH 1
#define DEFAULT_NEW_DTAGS 0
#define HAVE_INITFINI_ARRAY 1

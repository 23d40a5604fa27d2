/* What bfd, binutils, gas, ld, libiberty, libsframe and opcodes are to be: the answers that their configure scripts
   would give. */
#include "/steps/lib/system.h"

#define PACKAGE "binutils"
#define VERSION "2.47"
#define UNSIGNED_64BIT_TYPE uint64_t
#define HAVE_DECL_BASENAME 0 /* musl's is POSIX's, which is another function than libiberty's */
#define HAVE_DECL_FFS 1
#define HAVE_DECL_GETC_UNLOCKED 1
#define HAVE_ENDIAN_H 1
#define HAVE_GETC_UNLOCKED 1
#define HAVE_MEMRCHR 1
#define HAVE_STRUCT_STAT_ST_ATIM_TV_NSEC 1
#define HAVE_UTIMENSAT 1
#define TYPEOF_STRUCT_STAT_ST_ATIM_IS_STRUCT_TIMESPEC 1

/* The target. */
#define TARGET "x86_64-pc-linux-musl"
#define TARGET_ALIAS "x86_64-linux-musl"
#define TARGET_CANONICAL "x86_64-pc-linux-musl"
#define TARGET_CPU "x86_64"
#define TARGET_OS "linux-musl"
#define TARGET_VENDOR "pc"
#define DEFAULT_ARCH "x86_64"
#define TARGET_PREPENDS_UNDERSCORE 0

/* Choices: all as upstream has them by default, but for archives, which carry no time and no user. */
#define DEFAULT_AR_DETERMINISTIC 1
#define DEFAULT_COMPRESSED_DEBUG_ALGORITHM COMPRESS_DEBUG_GABI_ZLIB
#define DEFAULT_EMIT_GNU_HASH 1
#define DEFAULT_EMIT_SYSV_HASH 1
#define DEFAULT_FLAG_COMPRESS_DEBUG 1
#define DEFAULT_FOR_COLORED_DISASSEMBLY 0
#define DEFAULT_FOR_FOLLOW_LINKS 1
#define DEFAULT_F_FOR_IFUNC_SYMBOLS 0
#define DEFAULT_GENERATE_BUILD_NOTES 0
#define DEFAULT_GENERATE_ELF_STT_COMMON 0
#define DEFAULT_GENERATE_X86_RELAX_RELOCATIONS 1
#define DEFAULT_LD_ERROR_EXECSTACK 0
#define DEFAULT_LD_ERROR_RWX_SEGMENTS 0
#define DEFAULT_LD_EXECSTACK 1
#define DEFAULT_LD_GNU2_TLS_TAG 2
#define DEFAULT_LD_GNU_TLS_TAG 2
#define DEFAULT_LD_ROSEGMENT 0
#define DEFAULT_LD_TEXTREL_CHECK textrel_check_warning
#define DEFAULT_LD_TEXTREL_CHECK_WARNING 1
#define DEFAULT_LD_WARN_EXECSTACK 2
#define DEFAULT_LD_WARN_RWX_SEGMENTS 1
#define DEFAULT_LD_Z_MARK_PLT 0
#define DEFAULT_LD_Z_MEMORY_SEAL 0
#define DEFAULT_LD_Z_RELRO 1
#define DEFAULT_LD_Z_SEPARATE_CODE 1
#define DEFAULT_NEW_DTAGS 0
#define DEFAULT_SFRAME 0
#define DEFAULT_STRINGS_ALL 1
#define DEFAULT_X86_TLS_CHECK 1
#define DEFAULT_X86_USED_NOTE 1
#define ENABLE_LEAK_CHECK BFD_ASAN
#define GOT_HANDLING_DEFAULT GOT_HANDLING_TARGET_DEFAULT
#define HAVE_HIDDEN 1
#define HAVE_INITFINI_ARRAY 1
#define SUPPORT_ERROR_HANDLING_SCRIPT 1
#define TLS _Thread_local
#define USE_MMAP 1

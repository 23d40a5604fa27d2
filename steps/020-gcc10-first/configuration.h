/* What gcc 10.2, its libiberty, libcpp and libdecnumber are to be, and what as and ld can do: the answers that their
   configure scripts would give. */
#include "/steps/lib/system.h"

/* gcc 3.4.6 does not say which byte comes first, and plugin-api.h asks. */
#define __LITTLE_ENDIAN__ 1

/* What checks itself: the little that a release does. */
#define CHECKING_P 0
#define ENABLE_ASSERT_CHECKING 1
#define ENABLE_EXTRA_CHECKING 0
#define ENABLE_RUNTIME_CHECKING 1
#define GATHER_STATISTICS 0

/* What is left out. */
#define ENABLE_ANALYZER 0
#define ENABLE_DECIMAL_BID_FORMAT 0
#define ENABLE_DECIMAL_FLOAT 0
#define ENABLE_FIXED_POINT 0
#define ENABLE_OFFLOADING 0
#define ENABLE_VTABLE_VERIFY 0
#define HAVE_LTO_PLUGIN 0
#define OFFLOAD_TARGETS ""

/* What is chosen. */
#define DEFAULT_USE_CXA_ATEXIT 2
#define DIAGNOSTICS_COLOR_DEFAULT DIAGNOSTICS_COLOR_AUTO
#define DIAGNOSTICS_URLS_DEFAULT DIAGNOSTICS_URL_AUTO
#define DOCUMENTATION_ROOT_URL "https://gcc.gnu.org/onlinedocs/"
#define ENABLE_CANONICAL_SYSTEM_HEADERS 1
#define EXTRA_MODES_FILE "config/i386/i386-modes.def"
#define LTOPLUGINSONAME "liblto_plugin.so"
#define PLUGIN_LD_SUFFIX "ld"

/* What musl has beside that, and how it declares it. Functions named ..._unlocked are faster. */
#define GWINSZ_IN_SYS_IOCTL 1
#define HAVE_CLEARERR_UNLOCKED 1
#define HAVE_DECL_BASENAME 0
#define HAVE_DECL_CLEARERR_UNLOCKED 1
#define HAVE_DECL_FEOF_UNLOCKED 1
#define HAVE_DECL_FERROR_UNLOCKED 1
#define HAVE_DECL_FFLUSH_UNLOCKED 1
#define HAVE_DECL_FGETC_UNLOCKED 1
#define HAVE_DECL_FGETS_UNLOCKED 1
#define HAVE_DECL_FILENO_UNLOCKED 1
#define HAVE_DECL_FPRINTF_UNLOCKED 0
#define HAVE_DECL_FPUTS_UNLOCKED 1
#define HAVE_DECL_FREAD_UNLOCKED 1
#define HAVE_DECL_FWRITE_UNLOCKED 1
#define HAVE_DECL_GETWD 0
#define HAVE_DECL_PUTC_UNLOCKED 1
#define HAVE_FEOF_UNLOCKED 1
#define HAVE_FERROR_UNLOCKED 1
#define HAVE_FFLUSH_UNLOCKED 1
#define HAVE_FGETC_UNLOCKED 1
#define HAVE_FGETS_UNLOCKED 1
#define HAVE_FILENO_UNLOCKED 1
#define HAVE_FPUTC_UNLOCKED 1
#define HAVE_FPUTS_UNLOCKED 1
#define HAVE_FREAD_UNLOCKED 1
#define HAVE_FWRITE_UNLOCKED 1
#define HAVE_GETCHAR_UNLOCKED 1
#define HAVE_GETC_UNLOCKED 1
#define HAVE_ICONV 1
#define HAVE_LANGINFO_CODESET 1
#define HAVE_PUTCHAR_UNLOCKED 1
#define HAVE_PUTC_UNLOCKED 1
#define HOST_HAS_F_SETLKW 1
#define ICONV_CONST
#define INT64_T_IS_LONG 1
#define UNSIGNED_64BIT_TYPE uint64_t

/* What musl has for programs: libgcc finds the tables for exceptions by dl_iterate_phdr. */
#define TARGET_DL_ITERATE_PHDR 1
#define TARGET_LIBC_PROVIDES_SSP 1

/* What as can do. */
#define AS_COMPRESS_DEBUG_OPTION "--compress-debug-sections"
#define AS_NO_COMPRESS_DEBUG_OPTION "--nocompress-debug-sections"
#define DEFAULT_ASSEMBLER "/usr/bin/as"
#define HAVE_AS_COMPRESS_DEBUG 2
#define HAVE_AS_DEBUG_PREFIX_MAP 1
#define HAVE_AS_DWARF2_DEBUG_LINE 1
#define HAVE_AS_DWARF2_DEBUG_VIEW 1
#define HAVE_AS_GDWARF2_DEBUG_FLAG 1
#define HAVE_AS_GOTOFF_IN_DATA 1
#define HAVE_AS_GSTABS_DEBUG_FLAG 1
#define HAVE_AS_IX86_FFREEP 1
#define HAVE_AS_IX86_FILDQ 1
#define HAVE_AS_IX86_FILDS 1
#define HAVE_AS_IX86_HLE 1
#define HAVE_AS_IX86_INTERUNIT_MOVQ 1
#define HAVE_AS_IX86_REP_LOCK_PREFIX 1
#define HAVE_AS_IX86_SAHF 1
#define HAVE_AS_IX86_UD2 1
#define HAVE_AS_LEB128 1
#define HAVE_AS_LINE_ZERO 1
#define HAVE_AS_TLS 1
#define HAVE_COMDAT_GROUP 1
#define HAVE_GAS_CFI_DIRECTIVE 1
#define HAVE_GAS_CFI_PERSONALITY_DIRECTIVE 1
#define HAVE_GAS_CFI_SECTIONS_DIRECTIVE 1
#define HAVE_GAS_DISCRIMINATOR 1
#define HAVE_GAS_HIDDEN 1
#define HAVE_GAS_LOC_STMT 1
#define HAVE_GAS_MAX_SKIP_P2ALIGN 1
#define HAVE_GAS_SECTION_EXCLUDE 1
#define HAVE_GAS_SHF_MERGE 1
#define HAVE_GAS_SUBSECTION_ORDERING 1
#define HAVE_GAS_WEAKREF 1
#define HAVE_GNU_AS 1

/* What ld can do. HAVE_INITFINI_ARRAY_SUPPORT is not set, so that constructors are in .ctors: configure would know glibc
   alone to have the other way. Some of what the 32-bit ld can do is left aside. */
#define DEFAULT_LINKER "/usr/bin/ld"
#define HAVE_AS_IX86_GOT32X 0
#define HAVE_AS_IX86_TLSLDM 0
#define HAVE_AS_IX86_TLSLDMPLT 0
#define HAVE_AS_IX86_TLS_GET_ADDR_GOT 0
#define HAVE_GNU_INDIRECT_FUNCTION 0
#define HAVE_GNU_LD 1
#define HAVE_LD_ALIGNED_SHF_MERGE 1
#define HAVE_LD_AS_NEEDED 1
#define HAVE_LD_BUILDID 1
#define HAVE_LD_COMPRESS_DEBUG 3
#define HAVE_LD_DEMANGLE 1
#define HAVE_LD_EH_FRAME_HDR 1
#define HAVE_LD_EH_GC_SECTIONS 1
#define HAVE_LD_PIE 1
#define HAVE_LD_PIE_COPYRELOC 1
#define HAVE_LD_PUSHPOPSTATE_SUPPORT 1
#define HAVE_LD_RO_RW_SECTION_MIXING 1
#define HAVE_LD_STATIC_DYNAMIC 1
#define HAVE_LD_SYSROOT 1
#define LD_AS_NEEDED_OPTION "--push-state --as-needed"
#define LD_COMPRESS_DEBUG_OPTION "--compress-debug-sections"
#define LD_DYNAMIC_OPTION "-Bdynamic"
#define LD_NO_AS_NEEDED_OPTION "--pop-state"
#define LD_STATIC_OPTION "-Bstatic"

/* What gcc 3.4.6 and its libiberty are to be: the answers that their configure scripts would give. */
#include "/steps/lib/system.h"

#define GETGROUPS_T gid_t
#define NEED_64BIT_HOST_WIDE_INT 1
#define ICONV_CONST
#define HAVE_PUTC_UNLOCKED 1
#define HAVE_DECL_PUTC_UNLOCKED 1
#define HAVE_DECL_BASENAME 0
#define HAVE_DECL_FPRINTF_UNLOCKED 0
#define HAVE_DECL_FPUTS_UNLOCKED 0
#define HAVE_DECL_FWRITE_UNLOCKED 1
#define HAVE_FPUTC_UNLOCKED 1
#define HAVE_FPUTS_UNLOCKED 1
#define HAVE_FWRITE_UNLOCKED 1
#define HAVE_DECL_GETWD 0
#define HAVE_DECL_LDGETNAME 0

/* What as and ld can do. */
#define DEFAULT_ASSEMBLER "/usr/bin/as"
#define DEFAULT_LINKER "/usr/bin/ld"
#define HAVE_AS_DWARF2_DEBUG_LINE 1
#define HAVE_AS_GDWARF2_DEBUG_FLAG 1
#define HAVE_AS_GOTOFF_IN_DATA 0
#define HAVE_AS_GSTABS_DEBUG_FLAG 1
#define HAVE_AS_LEB128 1
#define HAVE_AS_TLS 1
#define HAVE_GAS_BALIGN_AND_P2ALIGN 1
#define HAVE_GAS_FILDS_FISTS 1
#define HAVE_GAS_HIDDEN 1
#define HAVE_GAS_MAX_SKIP_P2ALIGN 1
#define HAVE_GAS_SHF_MERGE 1
#define HAVE_GAS_SUBSECTION_ORDERING 1
#define HAVE_GAS_WEAK 1
#define HAVE_INITFINI_ARRAY 1
#define HAVE_LD_AS_NEEDED 1
#define HAVE_LD_EH_FRAME_HDR 1
#define HAVE_LD_PIE 1
#define HAVE_LD_RO_RW_SECTION_MIXING 1
#define HAVE_LD_STATIC_DYNAMIC 1
#define EXTRA_MODES_FILE "config/i386/i386-modes.def"

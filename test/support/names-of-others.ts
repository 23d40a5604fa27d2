// Names in backquotes that the repository's code does not have, and need not have: each group by its reason.

const words = (text: string): string[] => text.trim().split(/\s+/);

export const namesOfOthers: Readonly<Record<string, string[]>> = {
  "words that stand for something else": words(`
    STAGE LINE COLUMN LIST WHAT PLACE PROBLEM REASON TYPE NUMBER PATTERN FROM TO PART INITRAMFS URI PASSED SKIPPED
    sysNAME test_ __NR_name routine.part /dev/sdX CACHE HH HASH KEY`),
  "files in the machine alone": words("chain/nul"),
  "keys and characters": words("ESC"),
  "C, as its standard and its compilers have it": words(`
    _start _Bool pragma warning _Complex offsetof FLT_EVAL_METHOD __builtin_va_ __extension__ __func__
    1e22 0x1p-16382L`),
  "fields of the ELF headers": words(`
    e_ident e_entry e_phoff p_type p_offset p_vaddr p_paddr p_filesz p_memsz p_flags p_align`),
  "instructions and registers of the processor": words("st0 fxsave jecxz setcc jncc imm32"),
  "calls, settings and files of Linux": words(`
    brk mmap mmap2 clone getrandom user.max_user_namespaces Documentation/arch/x86/boot.rst`),
  "values of options of objdump": words("i8086"),
  "names in musl and libc": words("weak_alias scalbnl mallocng src/complex libm.a posix_spawn mkstemp"),
  "a test program of TinyCC": words("117_gcc_test"),
  "the form of a line in a package configuration": words("suite component"),
};

# Makes fs/nls/nls_NAME.c, a set of 256 characters for names of files: `awk -v name=NAME -f characters.awk FILE...`.
# UnicodeData.txt says what is lower and upper case. For a set that is not the first 256 characters of Unicode a list
# like Linux's cp437.uni comes before, whose upper half is taken: lines of a place in the set and a character. A case
# that the set lacks is 0.
BEGIN {
  FS = ";"
  for (i = 0; i < 256; i++) {
    byte[sprintf("0x%02x", i)] = i
    unicode[i] = sprintf("%04X", i)
  }
}
/^0x[89a-f]/ {
  split($0, words, /[ \t]+U\+/)
  # The first of those that look alike on a screen; but it is the sharp s, not a beta, that the set has.
  unicode[byte[words[1]]] = words[1] == "0xe1" ? "00DF" : toupper(words[2])
}
$1 ~ /^[0-9A-F]+$/ {
  upper[$1] = $13
  lower[$1] = $14
}

function print_table(declaration, values,   i) {
  printf "static const %s[256] = {", declaration
  for (i = 0; i < 256; i++)
    printf "%s%s,", i % 8 ? " " : "\n  ", values[i] == "" ? 0 : values[i]
  print "\n};"
}

END {
  for (i = 0; i < 256; i++) {
    set[unicode[i]] = i
    numbers[i] = "0x" unicode[i]
  }
  for (i = 0; i < 256; i++) {
    lowers[i] = lower[unicode[i]] == "" ? i : set[lower[unicode[i]]]
    uppers[i] = upper[unicode[i]] == "" ? i : set[upper[unicode[i]]]
  }
  print "#include <linux/module.h>\n#include <linux/nls.h>\n#include <linux/errno.h>\n"
  print_table("wchar_t to_unicode", numbers)
  for (page = 0; page < 256; page++) {
    found = 0
    for (i = 0; i < 256; i++) {
      values[i] = set[sprintf("%02X%02X", page, i)]
      found = found || values[i]
    }
    if (found) {
      print_table(sprintf("unsigned char page%02x", page), values)
      pages[page] = sprintf("page%02x", page)
    }
  }
  print_table("unsigned char *const pages", pages)
  print_table("unsigned char to_lower", lowers)
  print_table("unsigned char to_upper", uppers)
  print "static int uni2char(wchar_t character, unsigned char *out, int room) {"
  print "  unsigned char low = character, high = character >> 8;"
  print "  if (room <= 0) return -ENAMETOOLONG;"
  print "  if (!pages[high] || !pages[high][low]) return -EINVAL;"
  print "  *out = pages[high][low];"
  print "  return 1;"
  print "}"
  print "static int char2uni(const unsigned char *text, int length, wchar_t *character) {"
  print "  *character = to_unicode[*text];"
  print "  return *character ? 1 : -EINVAL;"
  print "}"
  print "static struct nls_table table = {"
  print "  .charset = \"" name "\", .uni2char = uni2char, .char2uni = char2uni,"
  print "  .charset2lower = to_lower, .charset2upper = to_upper,"
  print "};"
  sub(/-/, "_", name)
  print "static int __init init_nls_" name "(void) {\n  return register_nls(&table);\n}"
  print "static void __exit exit_nls_" name "(void) {\n  unregister_nls(&table);\n}"
  print "module_init(init_nls_" name ")\nmodule_exit(exit_nls_" name ")\nMODULE_LICENSE(\"Dual BSD/GPL\");"
}

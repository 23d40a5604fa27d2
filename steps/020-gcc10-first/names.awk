# Makes cfns.h of cfns.gperf: the functions of the C library that throw no exception, with the standard that brought
# each one, and a search for one. (Upstream has the search made by gperf, as a hash.)
BEGIN {
  FS = ", *"
  print "struct libc_name_struct { const char *name; int c_ver; };"
  print "struct libc_name {"
  print "  static const libc_name_struct *libc_name_p (const char *name, size_t) {"
  print "    static const libc_name_struct known[] = {"
}
/^%%/ { in_list = !in_list; next }
in_list && /^[a-z]/ { printf "      { \"%s\", %d },\n", $1, $2 }
END {
  print "      { 0, 0 }"
  print "    };"
  print "    for (const libc_name_struct *one = known; one->name; one++)"
  print "      if (strcmp (one->name, name) == 0)"
  print "        return one;"
  print "    return 0;"
  print "  }"
  print "};"
}

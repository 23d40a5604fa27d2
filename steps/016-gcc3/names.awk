# Makes cfns.h of cfns.gperf: the names of functions of the C library that throw no exception, and a search for one.
# (Upstream has the search made by gperf, as a hash.)
BEGIN {
  print "static const char *const nothrow_names[] = {"
}
/^%%/ { in_list = !in_list; next }
in_list && /^[a-z]/ { printf "  \"%s\",\n", $1 }
END {
  print "  0"
  print "};"
  print ""
  print "static const char *libc_name_p (const char *name, unsigned int length)"
  print "{"
  print "  const char *const *known = nothrow_names;"
  print "  while (*known && (strlen (*known) != length || memcmp (*known, name, length) != 0))"
  print "    known++;"
  print "  return *known;"
  print "}"
}

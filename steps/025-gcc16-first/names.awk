# Makes a header of a list of names for gperf, with a search from the first name to the last in place of gperf's hash
# (-v find=NAME: what the search is called). A list is: options (% in front), text for the header between %{ and %}, the
# structure, %%, and a line for each name with its values. A line with # in front is a comment.
BEGIN { FS = ", *" }
/^%define class-name / {
  split($0, words, " ")
  class = words[3]
  next
}
/^%%/ {
  in_list = 1
  print "class " class " {"
  print "public:"
  print "  static const struct " structure " *" find " (const char *name, size_t length)"
  print "  {"
  print "    static const struct " structure " known[] = {"
  next
}
!in_list && /^%/ { next }
!in_list && /^struct / {
  split($0, words, " ")
  structure = words[2]
}
!in_list { print; next }
/^#/ || /^[ \t]*$/ { next }
{
  printf "      { \"%s\"", $1
  for (field = 2; field <= NF && $field != ""; field++)
    printf ", %s", $field
  print " },"
}
END {
  print "    };"
  print "    for (const struct " structure " &one : known)"
  print "      if (strlen (one.name) == length && memcmp (one.name, name, length) == 0)"
  print "        return &one;"
  print "    return 0;"
  print "  }"
  print "};"
}

# Makes the list of names of the C++ library, in the form that names.awk reads, of gcc/cp/cxxapi-data.csv: for a name
# that a program uses without its header, the header and the standard that brought it.
# (Upstream's program is in Python.)
BEGIN {
  FS = ","
  print "%define class-name std_name_hint_lookup"
  print "%{"
  print "%}"
  print "struct std_name_hint"
  print "{"
  print "  const char *name;"
  print "  const char *header;"
  print "  enum cxx_dialect min_dialect;"
  print "};"
  print "%%"
}
/^[ \t]*(#|$)/ || $4 == "no" { next }
{ print $2 ", \"" $1 "\", " $4 }

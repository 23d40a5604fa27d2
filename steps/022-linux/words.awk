# Makes zconf.hash.c of zconf.gperf: the words of busybox's language of configurations, and a search for one.
# (Upstream has the search made by gperf, as a hash.) A word is known by where it begins in the text of all words.
/^%%/ { in_list = !in_list; next }
in_list {
  text = text "  \"" substr($1, 1, length($1) - 1) "\\0\"\n"
  word = length($1)
  sub(/^[^,]*,/, "")
  words = words "  {" start + 0 "," $0 "},\n"
  start += word
}
END {
  print "#include \"zconf.tab.h\""
  print "static const char kconf_id_strings[] =\n" text ";"
  print "static struct kconf_id words[] = {\n" words "  {-1}\n};"
  print "static struct kconf_id *kconf_id_lookup(const char *name, unsigned length)"
  print "{"
  print "  struct kconf_id *known;"
  print "  for (known = words; known->name >= 0; known++) {"
  print "    const char *word = kconf_id_strings + known->name;"
  print "    if (strlen(word) == length && memcmp(word, name, length) == 0)"
  print "      return known;"
  print "  }"
  print "  return 0;"
  print "}"
}

# Makes include/uapi/linux/NAME.h of the description of a netlink protocol (after yaml.awk): the numbers of what Linux
# and programs say to each other. (Upstream: tools/net/ynl, in Python, which copies the texts for people, too.)
function print_enum(path, list, tag, prefix, number,   i, member, expected, flags) {
  print "enum " tag " {"
  flags = value[path "/type"] == "flags"
  expected = 0
  for (i = 1; i <= count[list]; i++) {
    member = list "/" i
    number = flags ? 2 ^ (i - 1) : get(member "/value", number)
    print "\t" upper(prefix name_of(member)) (number == expected && !flags ? "" : " = " number) ","
    expected = ++number
  }
}
# Ends an enum with the number of its members, and the largest one.
function print_end(members, largest, by_define) {
  members = upper(members)
  largest = upper(largest)
  if (by_define)
    print "\t" members "\n};\n#define " largest " (" members " - 1)"
  else
    print "\t" members ",\n\t" largest " = (" members " - 1)\n};"
}
function print_define(name, text) {
  print "#define " upper(name) " " (text ~ /^[0-9]+$/ ? text : "\"" text "\"")
}

END {
  family = value["/name"]
  guard = get("/uapi-header", "linux/" family ".h")
  gsub(/[\/.]/, "_", guard)
  guard = "_UAPI_" toupper(guard)
  print "#ifndef " guard "\n#define " guard
  print_define(get("/c-family-name", family "-family-name"), family)
  print_define(get("/c-version-name", family "-family-version"), get("/version", 1))
  for (d = 1; d <= count["/definitions"]; d++) {
    path = "/definitions/" d
    name = family "-" value[path "/name"]
    if (path "/header" in value)
      continue
    if (value[path "/type"] == "const") {
      print_define(name, value[path "/value"])
      continue
    }
    prefix = get(path "/name-prefix", name "-")
    print_enum(path, path "/entries", lower(get(path "/enum-name", name)), prefix, get(path "/value-start", 0))
    if (!(path "/render-max" in value))
      print "};"
    else if (value[path "/type"] == "flags")
      print "\t" upper(prefix) "MASK = " 2 ^ count[path "/entries"] - 1 ",\n};"
    else
      print_end("__" prefix "max", prefix "max")
  }
  by_define = "/max-by-define" in value
  for (s = 1; s <= count["/attribute-sets"]; s++) {
    path = "/attribute-sets/" s
    if (path "/subset-of" in value)
      continue
    prefix = set_prefix(path)
    print_enum(path, path "/attributes", lower(value[path "/enum-name"]), prefix, 1)
    print_end(get(path "/attr-cnt-name", "__" prefix "max"), get(path "/attr-max-name", prefix "max"), by_define)
  }
  path = "/operations"
  prefix = get(path "/name-prefix", family "-cmd-")
  print_enum(path, path "/list", lower(value[path "/enum-name"]), prefix, 1)
  print_end(get("/cmd-cnt-name", "__" prefix "max"), get("/cmd-max-name", prefix "max"), by_define)
  for (g = 1; g <= count["/mcast-groups/list"]; g++) {
    name = value["/mcast-groups/list/" g "/name"]
    print_define(family "-mcgrp-" name, name)
  }
  print "#endif"
}

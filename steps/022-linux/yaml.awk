# Reads the description of a netlink protocol, in the part of YAML that Linux's Documentation/netlink/specs uses, for
# what follows: value["/a/2/b"] is what the second member of list `a` has as `b`, count["/a"] how many members there
# are. Texts for people (`doc`) are skipped.
/^ *(#|$)/ { next }
{
  sub(/ #.*/, "")
  match($0, /^ */)
  indent = RLENGTH
  if (text_indent != "" && indent > text_indent)
    next
  text_indent = ""
  while (depth > 0 && indents[depth] >= indent)
    depth--
  path = paths[depth]
  sub(/^ */, "")
  if (sub(/^- */, ""))
    path = path "/" ++count[path]
  else {
    key = $0
    sub(/:.*/, "", key)
    sub(/^[^:]*: */, "")
    path = path "/" key
    if (key == "doc")
      text_indent = indent
  }
  indents[++depth] = indent
  paths[depth] = path
  gsub(/"/, "")
  value[path] = $0
  if ($0 ~ /^\[/) {
    count[path] = split($0, members, /[][, ]+/) - 2
    for (i = 1; i <= count[path]; i++)
      value[path "/" i] = members[i + 1]
  }
}

function get(path, otherwise) {
  return path in value ? value[path] : otherwise
}
function name_of(path) {
  return get(path "/name", value[path])
}
function lower(name) {
  gsub(/-/, "_", name)
  return tolower(name)
}
function upper(name) {
  return toupper(lower(name))
}
# Attributes of the same name in a set, and in those that are a part of it, are one.
function set_path(name,   i) {
  for (i = 1; value["/attribute-sets/" i "/name"] != name; i++)
    ;
  return "/attribute-sets/" i
}
function set_prefix(path,   family) {
  family = value["/name"]
  return get(path "/name-prefix", family "-a-" (value[path "/name"] == family ? "" : value[path "/name"] "-"))
}

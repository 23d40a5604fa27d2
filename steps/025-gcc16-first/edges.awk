# Makes tables of libcpp, of UnicodeData.txt (after hexadecimal.awk; upstream's programs for that are in Python):
#   -v table=printable  is it a character that can be printed, none of a category C...?
#   -v table=combining  does it combine with the one before?
# A table is the last character of each range, and beside it whether the characters in the range have the property.
function add(c, value) {
  if (!count || value != before) {
    if (count++)
      ends = ends "  " c - 1 ",\n"
    values = values "  " value ",\n"
    before = value
  }
}
# Characters that the file does not name are of the category Cn.
function upto(c) {
  if (next_one < c)
    add(next_one, 0)
  next_one = c
}
BEGIN { FS = ";" }
{
  c = hex($1)
  value = table == "printable" ? $3 !~ /^C/ : $4 > 0
  if ($2 !~ /, Last>$/)
    upto(c)
  add(c, value)
  next_one = c + 1
}
END {
  upto(1114111)
  print "static const cppchar_t " table "_range_ends[] = {\n" ends "  1114110,\n};"
  print "static const bool is_" table "[] = {\n" values "};"
}

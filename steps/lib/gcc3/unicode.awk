# Makes cppucnid.h of cppucnid.tab: the characters beyond ASCII that C99 and C++ allow in names. Upstream's program for
# that is in Perl. A line of the table has ranges FROM-TO of one language; `[C99]` or `[CXX]` before it says whose.
function hex(text,   i, value) {
  for (i = 1; i <= length(text); i++)
    value = value * 16 + index("0123456789abcdef", substr(text, i, 1)) - 1
  return value
}
function print_table(   low, high) {
  for (low = 0; low < 65536; low = high) {
    for (high = low; high < 65536 && standards[high] == standards[low] && names[high] == names[low]; high++)
      ;
    if (standards[low] != "")
      printf "  { 0x%04x, 0x%04x, %s }, /* %s */\n", low, high - 1, standards[low], names[low]
  }
}
# Up to %% the text of the header, with a place for the table.
!in_table && $0 == "%%" { in_table = 1; next }
!in_table { header[++lines] = $0; next }
/^#/ || /^[ \t]*$/ { next }
/^\[.*\]$/ { standard = substr($0, 2, length($0) - 2); next }
/^; / { language = substr($0, 3); next }
{
  for (field = 1; field <= NF; field++) {
    from = hex(substr($field, 1, 4))
    to = length($field) > 4 ? hex(substr($field, 6, 4)) : from
    for (; from <= to; from++) {
      standards[from] = standards[from] == "" ? standard : standard "|" standards[from]
      names[from] = language
    }
  }
}
END {
  for (i = 1; i <= lines; i++) {
    if (header[i] == "[table]")
      print_table()
    else if (header[i] != "[dne]")
      print header[i]
  }
}

# Makes bits/unicode-data.h of libstdc++, what <format> knows about characters, of Unicode's files (after
# hexadecimal.awk; upstream's program for that is in Python):
#   table=width EastAsianWidth.txt table=escape UnicodeData.txt table=break GraphemeBreakProperty.txt
#   table=conjunct DerivedCoreProperties.txt table=picture emoji-data.txt
# A table lists the characters at which a property changes, as C++ is to find it by a binary search: the number alone
# where there are two values, else with the value in its lowest bits.
# Each property is an array by characters; only what differs from the rest is in it.
function set(of, range, value,   ends, c, last) {
  gsub(/[ \t]/, "", range)
  split(range ".." range, ends, /\.\./)
  last = hex(ends[2])
  for (c = hex(ends[1]); c <= last; c++)
    of[c] = value
}
# The characters at which a property changes; step is 2 to the number of bits for values, 1 for none.
function print_edges(type, name, of, otherwise, step, first,   c, now, before) {
  print "  inline constexpr " type " " name "[] = {"
  before = first
  for (c = 0; c < 1114112; c++) {
    now = (c in of) ? of[c] : otherwise
    if (now != before)
      printf "    %d,\n", c * step + (step > 1 ? now : 0)
    before = now
  }
  print "  };"
}
BEGIN { FS = "[ \t]*[;#][ \t]*" }
!/^[0-9A-F]/ { next }
table == "width" && ($2 == "W" || $2 == "F") { set(width, $1, 2) }
# A range is two lines there, and what is not in it is to be escaped.
table == "escape" && $2 ~ /, First>$/ { first = $1 ".." }
table == "escape" && $2 !~ /, First>$/ {
  if ($3 !~ /^[ZC]/)
    set(plain, first $1, 0)
  first = ""
}
table == "break" { set(breaks, $1, $2) }
table == "conjunct" && $2 == "InCB" {
  if ($3 == "Linker") {
    gsub(/ /, "", $1)
    linkers = linkers "    " hex($1) ",\n"
  } else
    set(conjunct, $1, $3 == "Consonant" ? 1 : 2)
}
table == "picture" && $2 == "Extended_Pictographic" { set(picture, $1, 1) }
END {
  # The C++ standard adds: hexagrams, symbols and pictographs.
  set(width, "4DC0..4DFF", 2)
  set(width, "1F300..1F5FF", 2)
  set(width, "1F900..1F9FF", 2)
  print "#ifndef _GLIBCXX_GET_UNICODE_DATA"
  print "# error \"This is not a public header, do not include it directly\""
  print "#elif _GLIBCXX_GET_UNICODE_DATA != " version
  print "# error \"Version mismatch for Unicode static data\""
  print "#endif"
  print_edges("char32_t", "__width_edges", width, 1, 1, 1)
  print_edges("uint32_t", "__escape_edges", plain, 1, 2, -1)
  print "  enum class _Gcb_property {\n    _Gcb_Other = 0,"
  for (c = 0; c < 1114112; c++) {
    if (!(c in breaks))
      continue
    name = breaks[c]
    if (!(name in numbers)) {
      numbers[name] = ++properties
      print "    _Gcb_" name " = " properties ","
    }
    breaks[c] = numbers[name]
  }
  print "  };\n  inline constexpr int __gcb_shift_bits = 4;"
  print_edges("uint32_t", "__gcb_edges", breaks, 0, 16, -1)
  print "  inline constexpr char32_t __incb_linkers[] = {\n" linkers "  };"
  print "  enum class _InCB { _Consonant = 1, _Extend = 2 };"
  print_edges("uint32_t", "__incb_edges", conjunct, 0, 4, 0)
  print_edges("char32_t", "__xpicto_edges", picture, 0, 1, 0)
  print "#undef _GLIBCXX_GET_UNICODE_DATA"
}

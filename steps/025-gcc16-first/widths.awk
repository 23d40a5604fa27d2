# Makes generated_cpp_wcwidth.h of libcpp, the widths of characters on a terminal, of Unicode's files (after
# hexadecimal.awk; upstream's program for that is in Python):
#   kind=wide EastAsianWidth.txt kind=class UnicodeData.txt kind=syllable HangulSyllableType.txt
#   kind=property DerivedCoreProperties.txt
# A character is one column wide, unless one of the files, or a rule at the end, says otherwise; the later one holds.
function set(range, columns,   ends, c) {
  split(range ".." range, ends, /\.\./)
  for (c = hex(ends[1]); c <= hex(ends[2]); c++)
    width[c] = columns
}
BEGIN { FS = "[ \t]*[;#][ \t]*" }
kind == "class" { split($0, field, ";") }
kind == "class" && (field[5] == "NSM" || field[3] == "Me" || field[3] == "Mn") { set(field[1], 0) }
!/^[0-9A-F]/ || /<reserved-.+>/ { next }
kind == "wide" && ($2 == "W" || $2 == "F") { set($1, 2) }
kind == "syllable" && ($2 == "V" || $2 == "T") { set($1, 0) }
kind == "property" && $2 == "Default_Ignorable_Code_Point" { set($1, 0) }
END {
  set("00AD", 1)        # soft hyphen
  set("115F", 2)        # a filler of Hangul
  set("3248..324F", 2)  # circled numbers
  set("4DC0..4DFF", 2)  # hexagrams
  set("0000..00FE", 1)
  count = 0
  before = 1
  for (c = 0; c < 1114112; c++) {
    now = (c in width) ? width[c] : 1
    if (now != before) {
      last[count] = c - 1
      columns[count++] = before
      before = now
    }
  }
  print "static const cppchar_t wcwidth_range_ends[] = {"
  for (i = 0; i < count; i++)
    print "  " last[i] ","
  print "};"
  print "static const unsigned char wcwidth_widths[] = {"
  for (i = 0; i < count; i++)
    print "  " columns[i] ","
  print "};"
}

# Makes inffixed.h, with which zlib decodes the fixed codes of deflate (RFC 1951, 3.2.6): what the next bits of the
# stream, taken as a number, begin with, as {operation, bits of the code, value}. (Zlib's program for that is not in
# Linux.) Operations: 0 takes the value as it is; 16 and more adds that many bits to it; 96 is the end, 64 an error.
BEGIN {
  size = 512
  for (i = 0; i < 144; i++)
    enter(48 + i, 8, 0, i)
  for (; i < 256; i++)
    enter(256 + i, 9, 0, i)
  enter(0, 7, 96, 0)
  base = 3
  for (i = 1; i < 32; i++) {
    more = bits_more(i - 1, 4)
    code = i < 24 ? i : 168 + i
    bits = i < 24 ? 7 : 8
    if (i < 29)
      enter(code, bits, 16 + more, base)
    else if (i == 29)
      enter(code, bits, 16, 258)
    else
      enter(code, bits, 64, 0)
    base += 2 ^ more
  }
  print_table("lenfix")
  size = 32
  base = 1
  for (i = 0; i < 32; i++) {
    more = bits_more(i, 2)
    enter(i, 5, i < 30 ? 16 + more : 64, i < 30 ? base : 0)
    base += 2 ^ more
  }
  print_table("distfix")
}

# After the first ones, every $many lengths or distances have one bit more than those before.
function bits_more(i, many) {
  return i < many ? 0 : int(i / many) - 1
}

# The first bit of a code is the lowest one of the number; what follows the code is anything.
function enter(code, bits, operation, value,   number, i) {
  number = 0
  for (i = 0; i < bits; i++) {
    number = 2 * number + code % 2
    code = int(code / 2)
  }
  for (; number < size; number += 2 ^ bits)
    entries[number] = "{" operation "," bits "," value "}"
}

function print_table(name,   i) {
  print "static const code " name "[" size "] = {"
  for (i = 0; i < size; i++)
    print "  " entries[i] ","
  print "};"
}

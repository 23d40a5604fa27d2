# Makes decDPD.h of libdecnumber: tables between three decimal digits in ten bits ("densely packed", IEEE 754-2008, 3.5.2),
# as a binary number, as four bits a digit, and as bytes. Upstream's program for that is not in the archive.
function hundreds(n) { return int(n / 100) }
function tens(n) { return int(n / 10) % 10 }
function bcd(n) { return hundreds(n) * 256 + tens(n) * 16 + n % 10 }

# Digits up to 7 keep their three bits. Of larger ones only the last bit is kept; the others' first two bits move to the
# front, and the rest says which digits are large.
function packed(n,   a, b, c, large) {
  a = hundreds(n)
  b = tens(n)
  c = n % 10
  large = (a > 7) * 4 + (b > 7) * 2 + (c > 7)
  return a % 2 * 128 + b % 2 * 16 + c % 2 + places(large, int(a / 2) % 4, int(b / 2) % 4, int(c / 2) % 4)
}
function places(large, a, b, c) {
  if (large == 0) return a * 256 + b * 32 + c * 2
  if (large == 1) return a * 256 + b * 32 + 8
  if (large == 2) return a * 256 + c * 32 + 10
  if (large == 4) return c * 256 + b * 32 + 12
  if (large == 6) return c * 256 + 14
  if (large == 5) return b * 256 + 32 + 14
  if (large == 3) return a * 256 + 64 + 14
  return 96 + 14
}
# Three digits as bytes, with their number without zeros in front: byte 0 to 2 is a digit, byte 3 the number.
function byte(n, at) {
  if (at == 3) return n > 99 ? 3 : n > 9 ? 2 : n > 0
  return at == 0 ? hundreds(n) : at == 1 ? tens(n) : n % 10
}
function value(name, i) {
  if (name == "BCD2DPD") return (i in of_bcd) ? of_bcd[i] : 0
  if (name == "DPD2BCD") return bcd(binary[i])
  if (name == "BIN2DPD") return packed(i)
  if (name == "DPD2BIN") return binary[i]
  if (name == "DPD2BINK") return binary[i] * 1000
  if (name == "DPD2BINM") return binary[i] * 1000000
  if (name == "DPD2BCD8") return byte(binary[int(i / 4)], i % 4)
  if (name == "BIN2BCD8") return byte(int(i / 4), i % 4)
  # BIN2CHAR: the number first, then the digits as text.
  return i == 4000 ? 0 : i % 4 == 0 ? byte(int(i / 4), 3) : 48 + byte(int(i / 4), i % 4 - 1)
}
function table(type, name, size,   i) {
  print "#if defined(DEC_" name ") && DEC_" name "==1 && !defined(DEC" name ")"
  print "#define DEC" name
  print "const " type " " name "[" size "] = {"
  for (i = 0; i < size; i++)
    print "  " value(name, i) ","
  print "};"
  print "#endif"
}
BEGIN {
  for (n = 0; n < 1000; n++) {
    of_bcd[bcd(n)] = packed(n)
    binary[packed(n)] = n
  }
  # When all three digits are large, the two bits in front may be anything.
  for (i = 0; i < 1024; i++)
    if (!(i in binary))
      binary[i] = binary[i % 256]
  print "#include \"decDPDSymbols.h\""
  table("uint16_t", "BCD2DPD", 2458)
  table("uint16_t", "DPD2BCD", 1024)
  table("uint16_t", "BIN2DPD", 1000)
  table("uint16_t", "DPD2BIN", 1024)
  table("uint32_t", "DPD2BINK", 1024)
  table("uint32_t", "DPD2BINM", 1024)
  table("uint8_t", "BIN2CHAR", 4001)
  table("uint8_t", "DPD2BCD8", 4096)
  table("uint8_t", "BIN2BCD8", 4000)
}

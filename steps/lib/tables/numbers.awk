# Prints rows of numbers that upstream has in the middle of a file, computed again (-v table=NAME):
#   primes   for hash tables: the largest prime below each power of two, and what to multiply with instead of dividing
#            by it and by two less (libiberty's hashtab.c says how; gcc's hash-table.c has the same)
#   lengths  how many bits each number from 0 to 255 has
#   ones     how many of them are 1
function is_prime(number,   divisor) {
  for (divisor = 3; divisor * divisor <= number; divisor += 2)
    if (number % divisor == 0)
      return 0
  return 1
}
# Of 2^32 * 2^bits / divisor, rounded up, the lower 32 bits.
function inverse(divisor, bits) {
  return int((2 ^ (32 + bits) + 2 ^ bits) / divisor) - 2 ^ 32
}
function row_of_primes(bits,   prime) {
  prime = 2 ^ bits - 1
  while (!is_prime(prime))
    prime -= 2
  printf "  { %.0fu, %.0fu, %.0fu, %d },\n", prime, inverse(prime, bits), inverse(prime - 2, bits), bits - 1
}
function bits_of(number, all,   count) {
  for (count = 0; number > 0; number = int(number / 2))
    count += all || number % 2
  return count
}
BEGIN {
  if (table == "primes")
    for (bits = 3; bits <= 32; bits++)
      row_of_primes(bits)
  else
    for (number = 0; number < 256; number++)
      print "  " bits_of(number, table == "lengths") ","
}

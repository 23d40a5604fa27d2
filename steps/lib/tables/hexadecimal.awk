# A function for programs that read Unicode's files: the value of a number written in hexadecimal.
function hex(text,   i, value) {
  value = 0
  for (i = 1; i <= length(text); i++)
    value = value * 16 + index("0123456789ABCDEF", substr(text, i, 1)) - 1
  return value
}

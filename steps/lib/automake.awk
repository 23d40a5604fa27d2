# Makes a makefile of a Makefile.am, which people write, as automake and configure together would: conditions are
# decided (-v true="NAME NAME ..." are those that hold), files that it includes are put in (-v top=FOLDER is where
# $(top_srcdir) is). Variables that configure would set are for the caller to set; @NAME@ stays for sed.
# Conditions begin in the first column: recipes have lines with `if`, too.
BEGIN {
  count = split(true, names, " ")
  for (i = 1; i <= count; i++)
    holds[names[i]] = 1
  depth = 0
  shown[0] = 1
}
function take(line,   words, file) {
  split(line, words, " ")
  if (line ~ /^if[ \t]/) {
    is_true = words[2] ~ /^!/ ? !holds[substr(words[2], 2)] : holds[words[2]]
    depth++
    shown[depth] = shown[depth - 1] && is_true
    otherwise[depth] = shown[depth - 1] && !is_true
  } else if (line ~ /^else/) {
    shown[depth] = otherwise[depth]
  } else if (line ~ /^endif/) {
    depth--
  } else if (shown[depth] && line ~ /^include[ \t]/) {
    file = words[2]
    sub(/\$\(top_srcdir\)/, top, file)
    while ((getline included < file) > 0)
      take(included)
  } else if (shown[depth] && line !~ /^##/) {
    print line
  }
}
{ take($0) }

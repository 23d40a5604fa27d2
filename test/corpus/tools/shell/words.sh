# Words: quotes, backslashes, variables, splitting. Prints each argument in brackets by way of a loop.
echo plain 'single $V `x` "q" \' "double 'q' | ~ ; #" back\ slash\$x mid'dle'"s" # comment
echo a#b 'c # d' "e # f" a=b -x=y '' "" end
V=value
W="two  words"
E=
echo $V ${V}s x${V}y "$V" '$V' "${W}" $W pre$W"post" x$E "$E" $E end
for i in $W "$W" x$W $E "$E"; do
  echo "<$i>"
done
L="one
two	three"
for i in $L; do
  echo "<$i>"
done
A=$W
echo "<$A>"
B=a' 'b"$V"c\ d
echo "<$B>"
V=$V$V
echo "$V"
_x1=underscore
echo $_x1 "${_x1}2"
echo "$GREETING" $GREETING
echo multi "line
quoted" 'and
more'
echo joined \
  over \
  lines a\
b
echo tab	separated	words

# Loops, nested, with the word list in one line or the `do` on the next; variables keep their last value.
for i in 1 2 3; do
  for j in a b
  do
    # a comment
    echo $i$j

  done
done
echo $i $j
for n in; do
  echo never
done
for i in *.txt d/*.txt "*.txt" \*.txt; do
  echo "$i"
done
for for in done for; do
  echo $for
done

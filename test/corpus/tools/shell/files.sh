# Redirections and patterns.
echo one > out
echo two >> out
echo three >>out
cat < out
cat <out> copy
cat < copy >> out
F=o
cat ${F}ut
cat > "name with blank" < copy
echo *.txt d/*.txt d/a* d/*t ./*.txt
P=*.txt
echo $P "$P"
echo [ a[ ] 'x[1]' "a?b" \*
echo hidden > .hidden
echo .h* d/*
mkdir new
cd new
cd ..
echo still here
> quoted echo redirect first
cat quoted
echo x > d/x y z
cat d/x

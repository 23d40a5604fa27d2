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
echo ] \[ 'x[1]' "a?b" \*
echo hidden > .hidden
echo .h* d/*
mkdir new
cd new
cd ..
echo still here
echo quoted > quoted
cat quoted
echo x y z > d/x
cat d/x

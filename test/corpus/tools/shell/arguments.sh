# Positional parameters: $0 is the script, $10 is ${1}0.
echo "$1" $2 "${3}" ${1}0 $10 "${10}" $0
sh inner.sh "$2" x

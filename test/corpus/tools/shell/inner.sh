# Called by arguments.sh.
echo inner "$0" "$1" "$2"

# Copies a script of libtool's, with the scripts that it reads by `.` in the places where it does: awk -v folder=FOLDER.
/^\. .*"[^"]*"$/ {
  name = $0
  sub(/"$/, "", name)
  sub(/.*["\/]/, "", name)
  while ((getline line < (folder "/" name)) > 0) print line
  next
}
{ print }

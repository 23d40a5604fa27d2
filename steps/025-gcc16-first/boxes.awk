# Makes text-art/box-drawing-chars.inc of gcc, of UnicodeData.txt (after hexadecimal.awk; upstream's program for that is
# in Python): the character for each way in which lines leave it: 8 up, 4 down, 2 left, 1 right.
BEGIN {
  FS = ";"
  split("RIGHT,LEFT,HORIZONTAL,DOWN,DOWN AND RIGHT,DOWN AND LEFT,DOWN AND HORIZONTAL,UP,UP AND RIGHT,UP AND LEFT," \
    "UP AND HORIZONTAL,VERTICAL,VERTICAL AND RIGHT,VERTICAL AND LEFT,VERTICAL AND HORIZONTAL", names, ",")
}
{ number[$2] = hex($1) }
END {
  print number["SPACE"]
  for (ways = 1; ways < 16; ways++)
    print ", " number["BOX DRAWINGS LIGHT " names[ways]]
}

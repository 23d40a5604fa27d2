# Makes defkeymap.c of defkeymap.map, Linux's map of keys: what each key means, alone and together with Shift, AltGr,
# Control and Alt. (Upstream has it made by loadkeys.) Of the language, keymaps(5), only what the map uses is known
# here; a name that is not known becomes a macro that keyboard.h does not have.
BEGIN {
  count = split("space exclam quotedbl numbersign dollar percent ampersand apostrophe parenleft parenright asterisk " \
    "plus comma minus period slash zero one two three four five six seven eight nine colon semicolon less equal " \
    "greater question at A B C D E F G H I J K L M N O P Q R S T U V W X Y Z bracketleft backslash bracketright " \
    "asciicircum underscore grave a b c d e f g h i j k l m n o p q r s t u v w x y z braceleft bar braceright " \
    "asciitilde Delete", list)
  for (i = 1; i <= count; i++)
    ascii[list[i]] = 31 + i
  ascii["nul"] = 0; ascii["BackSpace"] = 8; ascii["Tab"] = 9; ascii["Escape"] = 27
  count = split("Caps_Lock CAPS Control CTRL KP_Add PPLUS KP_Divide PSLASH KP_MinPlus PPLUSMINUS KP_Multiply PSTAR " \
    "KP_Period PDOT KP_Subtract PMINUS Last_Console CONS Next PGDN Num_Lock NUM Prior PGUP Return ENTER " \
    "Scroll_Backward SCROLLBACK Scroll_Forward SCROLLFORW Scroll_Lock HOLD Show_Memory SH_MEM " \
    "Show_Registers SH_REGS Show_State SH_STAT", list)
  for (i = 1; i < count; i += 2)
    macros[list[i]] = "K_" list[i + 1]
  weight["shift"] = 1; weight["altgr"] = 2; weight["control"] = 4; weight["alt"] = 8
  # The maps by the sum of these, in the order of keymaps 0-2,4-5,8,12.
  map_count = split("0 1 2 4 5 8 12", maps)
  split("plain_map shift_map altgr_map ctrl_map shift_ctrl_map alt_map ctrl_alt_map", names)
}

# The number of a character, -1 if the name is none.
function character(name) {
  if (sub(/^Control_/, "", name))
    return ascii[name] % 32
  return name in ascii ? ascii[name] : -1
}
function meaning(name,   code) {
  code = character(name)
  if (code >= 0)
    return "K(KT_" (name ~ /^[A-Za-z]$/ ? "LETTER" : "LATIN") ", " code ")"
  if (name in macros)
    return macros[name]
  if (sub(/^Meta_/, "", name))
    return "K(KT_META, " character(name) ")"
  if (sub(/^Console_/, "", name))
    return "K(KT_CONS, " name - 1 ")"
  if (sub(/^Hex_/, "", name))
    return "K_HEX" tolower(name)
  sub(/^KP_/, "P", name)
  sub(/^Ascii_/, "ASC", name)
  gsub(/_/, "", name)
  return "K_" toupper(name)
}

/keycode .*=/ {
  sum = 0
  for (field = 1; $field != "keycode"; field++)
    sum += weight[$field]
  key = $(field + 1)
  first = $(field + 3)
  if (field > 1) {
    keys[sum, key] = meaning(first)
  } else if (NF == 4 && first ~ /^[a-z]$/) {
    control = ascii[first] % 32
    keys[0, key] = keys[2, key] = meaning(first)
    keys[1, key] = meaning(toupper(first))
    keys[4, key] = keys[5, key] = "K(KT_LATIN, " control ")"
    keys[8, key] = meaning("Meta_" first)
    keys[12, key] = "K(KT_META, " control ")"
  } else {
    # What is alone, and no character, is the same in all maps.
    for (i = 1; i <= map_count; i++)
      if (i + 3 <= NF || (NF == 4 && character(first) < 0))
        keys[maps[i], key] = meaning(i + 3 <= NF ? $(i + 3) : first)
  }
}
$1 == "string" {
  text = $4
  functions = functions sprintf("  [%s & 255] = func_buf + %d,\n", meaning($2), size)
  strings = strings sprintf("%s  %s", strings == "" ? "" : " \"\\0\"\n", text)
  gsub(/\\033/, "x", text)
  size += length(text) - 1
}
$1 == "compose" {
  accents = accents sprintf("  {%s, %s, (unsigned char)%s},\n", $2, $3, $5)
  accent_count++
}

END {
  print "#include <linux/types.h>\n#include <linux/keyboard.h>\n#include <linux/kd.h>\n#define U(x) ((x) ^ 0xf000)"
  for (i = 1; i <= map_count; i++) {
    print (i == 1 ? "" : "static ") "unsigned short " names[i] "[NR_KEYS] = {"
    for (key = 0; key < 256; key++)
      print "  U(" ((maps[i], key) in keys ? keys[maps[i], key] : "K_HOLE") "),"
    print "};"
    pointers = pointers sprintf("  [%d] = %s,\n", maps[i], names[i])
  }
  print "unsigned short *key_maps[MAX_NR_KEYMAPS] = {\n" pointers "};"
  print "unsigned int keymap_count = " map_count ";"
  print "char func_buf[] = {\n" strings "\n};"
  print "char *funcbufptr = func_buf;\nint funcbufsize = sizeof(func_buf);\nint funcbufleft = 0;"
  print "char *func_table[MAX_NR_FUNC] = {\n" functions "};"
  print "struct kbdiacruc accent_table[MAX_DIACR] = {\n" accents "};"
  print "unsigned int accent_table_size = " accent_count ";"
}

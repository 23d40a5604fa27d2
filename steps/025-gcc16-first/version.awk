# Makes bits/version.h of libstdc++, the macros that say what a standard library has (__cpp_lib_...), of its list
# version.def (-v list=version.def version.tpl; upstream's template is for AutoGen). The template's text around its code
# stays as it is. version.def says what its fields mean; a line of it begins a structure, ends one, or sets one field.
function condition(   all, strict, least) {
  all = ""
  least = of_value["cxxmin"] == "" ? "" : "__cplusplus " standards[of_value["cxxmin"]]
  strict = of_value["gnuxxmin"] == "" ? "" : "__cplusplus " standards[of_value["gnuxxmin"]]
  if (least != "" && (strict == "" || strict == least))
    all = "(" least ")"
  else if (least != "")
    all = "((defined(__STRICT_ANSI__) && " least ") || (!defined(__STRICT_ANSI__) && " strict "))"
  else if (strict != "")
    all = "(!defined(__STRICT_ANSI__) && (" strict "))"
  all = also(all, state("cxx11abi", "_GLIBCXX_USE_CXX11_ABI"))
  all = also(all, state("gthread", "defined(_GLIBCXX_HAS_GTHREADS)"))
  all = also(all, state("hosted", "_GLIBCXX_HOSTED"))
  return also(all, of_value["extra_cond"] == "" ? "" : "(" of_value["extra_cond"] ")")
}
function also(all, more) { return all == "" ? more : more == "" ? all : all " && " more }
function state(field, macro) {
  return of_value[field] == "" ? "" : (of_value[field] == "no" ? "!" : "") macro
}
function print_value(   macro) {
  print "# " (count++ ? "elif" : "if") " " condition()
  print "#  define __glibcxx_" name " " of_value["v"] "L"
  print "#  if defined(__glibcxx_want_all) || defined(__glibcxx_want_" name ")"
  macro = of_macro["stdname"] == "" ? "__cpp_lib_" name : of_macro["stdname"]
  if (!("no_stdname" in of_macro) && !("no_stdname" in of_value))
    print "#   define " macro " " of_value["v"] "L"
  print "#  endif"
}
# Statements of version.def: what is between {, } and ; but for comments. A text can be in several pieces.
function read_list(   line, text) {
  while ((getline line < list) > 0) {
    sub(/^ *\/\/.*/, "", line)
    sub(/ *\/\/ [^"]*$/, "", line)
    text = text line
    if (text !~ /[{;] *$/)
      continue
    gsub(/"[ \t]*"/, "", text)
    statements[++last] = text
    text = ""
  }
}
function value_in(text) {
  sub(/^[^=]*= */, "", text)
  sub(/ *[;{] *$/, "", text)
  gsub(/^"|"$/, "", text)
  gsub(/\\"/, "\"", text)
  return text
}
function print_list(   i, text, field) {
  for (i = 1; i <= last; i++)
    if (statements[i] ~ /^stds\[/)
      standards[substr(statements[i], 6, 2)] = value_in(statements[i])
  for (i = 1; i <= last; i++) {
    text = statements[i]
    field = text
    gsub(/ |=.*/, "", field)
    if (text ~ /^ftms = \{/) {
      split("", of_macro)
      count = 0
    } else if (text ~ /^  values = \{/) {
      split("", of_value)
      in_value = 1
    } else if (in_value && text !~ /\}/)
      of_value[field] = value_in(text)
    else if (in_value) {
      print_value()
      in_value = 0
    } else if (text ~ /^  [a-z]/) {
      of_macro[field] = value_in(text)
      if (field == "name") {
        name = of_macro["name"]
        print "#if !defined(__cpp_lib_" name ")"
      }
    } else if (text ~ /^\};/) {
      print "# endif"
      print "#endif /* !defined(__cpp_lib_" name ") */"
      print "#undef __glibcxx_want_" name "\n"
    }
  }
}
# The template's code is between /*{ and }*/, over lines. The list is to be where its first loop begins.
BEGIN { read_list() }
/\/\*\{ FOR ftms/ && !printed++ { print_list() }
/\/\*\{/ { in_code = 1 }
!in_code && (!printed || /^#undef/) { print }
/\}\*\// { in_code = /\}\*\/.*\/\*\{[^}]*$/ }

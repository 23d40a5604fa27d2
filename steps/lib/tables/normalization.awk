# Makes of UnicodeData.txt what libcpp's makeucnid reads of DerivedNormalizationProps.txt, a file that gcc's archive does
# not have (after hexadecimal.awk): which characters are not, or perhaps not, in the normal forms C and KC of Unicode
# Standard Annex 15.
BEGIN {
  FS = ";"
  # CompositionExclusions.txt: what is composed nevertheless stays apart. Scripts first, then what is newer than 3.0.
  count = split("0958-095F 09DC-09DD 09DF 0A33 0A36 0A59-0A5B 0A5E 0B5C-0B5D 0F43 0F4D 0F52 0F57 0F5C 0F69 0F76 " \
    "0F78 0F93 0F9D 0FA2 0FA7 0FAC 0FB9 FB1D FB1F FB2A-FB36 FB38-FB3C FB3E FB40-FB41 FB43-FB44 FB46-FB4E " \
    "2ADC 1D15E-1D164 1D1BB-1D1C0", ranges, " ")
  for (i = 1; i <= count; i++) {
    split(ranges[i] "-" ranges[i], ends, "-")
    for (c = hex(ends[1]); c <= hex(ends[2]); c++)
      excluded[c] = 1
  }
}
# The name of a character here is its number as the file writes it.
{
  names[NR] = $1
  combining[$1] = $4 > 0
  parts[$1] = $6
}
END {
  # A character is only compatible if its parts say so (<font>), or one of its parts is. Four rounds reach all.
  for (round = 1; round <= 4; round++)
    for (n = 1; n <= NR; n++) {
      words = split(parts[names[n]], word, " ")
      for (i = 1; i <= words; i++)
        if (word[i] ~ /</ || compatible[word[i]])
          compatible[names[n]] = 1
    }
  for (n = 1; n <= NR; n++) {
    name = names[n]
    words = split(parts[name], word, " ")
    if (words == 0 || word[1] ~ /</)
      continue
    if (words == 1 || excluded[hex(name)] || combining[name] || combining[word[1]])
      no[name] = 1
    else
      perhaps[word[2]] = 1
  }
  for (n = 1; n <= NR; n++) {
    name = names[n]
    c = hex(name)
    if (no[name])
      print name " ; NFC_QC; N"
    # Vowels and finals of Hangul join the letter before.
    if (perhaps[name] || c >= 4449 && c <= 4469 || c >= 4520 && c <= 4546)
      print name " ; NFC_QC; M"
    if (no[name] || compatible[name])
      print name " ; NFKC_QC; N"
  }
}

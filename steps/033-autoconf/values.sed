# What configure would put into autoconf's files: values, and names of programs.
s|@PERL@|/usr/bin/perl|g
s|@SHELL@|/bin/sh|g
s|@M4@|/usr/bin/m4|g
s|@M4_GNU@|--gnu|g
s|@M4_DEBUGFILE@|--debugfile|g
s|@PERL_FLOCK@|yes|g
s|@bindir@|/usr/bin|g
s|@pkgdatadir@|/usr/share/autoconf|g
s|@VERSION@|2.72|g
s|@RELEASE_YEAR@|2023|g
s|@PACKAGE_NAME@|GNU Autoconf|g
s|@PACKAGE_TARNAME@|autoconf|g
s|@PACKAGE_VERSION@|2.72|g
s|@PACKAGE_STRING@|GNU Autoconf 2.72|g
s|@PACKAGE_BUGREPORT@|bug-autoconf@gnu.org|g
s|@PACKAGE_URL@|https://www.gnu.org/software/autoconf/|g
s|@\([a-z0-9]*\)-name@|\1|g

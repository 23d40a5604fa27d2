# What its makefile would put into libtool's files; other words between two @ are libtool's own.
s|@MACRO_VERSION@|2.5.4|g
s|@MACRO_REVISION@|2.5.4|g
s|@PACKAGE@|libtool|g
s|@PACKAGE_BUGREPORT@|bug-libtool@gnu.org|g
s|@PACKAGE_URL@|https://www.gnu.org/software/libtool/|g
s|@PACKAGE_NAME@|GNU Libtool|g
s|@package_revision@|2.5.4|g
s|@VERSION@|2.5.4|g
s|@aclocaldir@|/usr/share/aclocal|g
s|@datadir@|/usr/share|g
s|@pkgauxdir@|/usr/share/libtool/build-aux|g
s|@pkgdatadir@|/usr/share/libtool|g
s|@prefix@|/usr|g
s|@EGREP@|grep -E|g
s|@FGREP@|grep -F|g
s|@GREP@|grep|g
s|@SED@|sed|g
s|@LN_S@|ln -s|g
s|@host_triplet@|x86_64-pc-linux-musl|g
s|@ltdl_ac_aux_dir@|../build-aux|g
s|@pkgaux_files@|ltmain.sh|g
s|@pkgltdl_files@||g
s|@pkgmacro_files@|libtool.m4 ltargz.m4 ltdl.m4 ltoptions.m4 ltsugar.m4 ltversion.m4 lt~obsolete.m4|g

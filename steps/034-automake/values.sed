# What configure would put into automake's files; other words between two @ are automake's own.
s,@PERL@,/usr/bin/perl,g
s,@SHELL@,/bin/sh,g
s,@am_AUTOCONF@,autoconf,g
s,@datadir@,/usr/share,g
s,@PACKAGE@,automake,g
s,@PACKAGE_BUGREPORT@,bug-automake@gnu.org,g
s,@PACKAGE_URL@,https://www.gnu.org/software/automake/,g
s,@VERSION@,1.17,g
s,@APIVERSION@,1.17,g
s,@RELEASE_YEAR@,2024,g

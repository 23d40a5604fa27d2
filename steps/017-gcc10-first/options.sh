# What all generations of gcc 10 have in common.
target=i686-linux-musl
configuration="--build=$target --host=$target --target=$target --prefix=/usr --enable-languages=c,c++
  --enable-checking=release --disable-bootstrap --disable-nls --disable-multilib --disable-shared --disable-lto
  --disable-plugin --disable-werror --disable-analyzer --disable-cet --disable-gcov --disable-decimal-float
  --disable-libsanitizer --disable-libssp --disable-libvtv --disable-libgomp --disable-libquadmath --disable-libatomic
  --disable-libitm --disable-libcc1 --disable-libstdcxx-pch --without-isl --without-zstd
  --with-as=/usr/bin/as --with-ld=/usr/bin/ld"
# STMP_FIXINC is empty so that the C library's headers are not "fixed".
options="MAKEINFO=missing STMP_FIXINC="
# The libraries are compiled alike in all generations, as each is a part of the next generation's compiler. Programs of
# the tests that configure makes link only statically.
export CFLAGS_FOR_TARGET=-O2 CXXFLAGS_FOR_TARGET=-O2 LDFLAGS_FOR_TARGET=-static

# Makes the folder gcc-10.2.0 of the sources, an archive in the archive; libgcc gets no tables for debuggers.
unpack_sources() {
  tar xf /sources/gcc-10_10.2.1.orig.tar.xz gcc-10-10.2.0/gcc-10.2.0-dfsg.tar.xz
  tar xf gcc-10-10.2.0/gcc-10.2.0-dfsg.tar.xz
  rm -r gcc-10-10.2.0
  sed -i 's/^LIBGCC2_DEBUG_CFLAGS = -g$/LIBGCC2_DEBUG_CFLAGS =/' gcc-10.2.0/libgcc/Makefile.in
}

# Makes compiler and libraries in the folder `build` and installs them below $1; without the manuals, whose sources the
# archive does not have, and what would name the folders of this step or helps only debuggers.
generation() {
  rm -rf build
  mkdir build
  cd build
  ../gcc-10.2.0/configure $configuration
  make -j"$JOBS" $options all-gcc all-target-libgcc all-target-libstdc++-v3
  make -C gcc $options DESTDIR="$1" install-common install-headers install-cpp install-driver
  make $options DESTDIR="$1" install-target-libgcc install-target-libstdc++-v3
  cd "$1/usr"
  # Names with the target in front are second ones of the same programs.
  rm -rf bin/$target-* share lib/*.la lib/*-gdb.py
  strip bin/* libexec/gcc/$target/10.2.0/*
  cd "$HOME"
}

# What all generations of gcc 10 have in common.
target=i686-linux-musl
configuration="--build=$target --host=$target --target=$target --prefix=/usr --enable-languages=c,c++
  --enable-checking=release --disable-bootstrap --disable-nls --disable-multilib --disable-shared --disable-lto
  --disable-plugin --disable-werror --disable-analyzer --disable-cet --disable-gcov --disable-decimal-float
  --disable-libsanitizer --disable-libssp --disable-libvtv --disable-libgomp --disable-libquadmath --disable-libatomic
  --disable-libitm --disable-libcc1 --disable-libstdcxx-pch --disable-libstdcxx-filesystem-ts --without-isl
  --without-zstd --with-as=/usr/bin/as --with-ld=/usr/bin/ld"
# STMP_FIXINC is empty so that the C library's headers are not "fixed"; libgcc gets no tables for debuggers.
options="MAKEINFO=missing STMP_FIXINC= LIBGCC2_DEBUG_CFLAGS="
# The libraries are compiled alike in all generations, as each is a part of the next generation's compiler. Programs of
# the tests that configure makes link only statically.
export CFLAGS_FOR_TARGET=-O2 CXXFLAGS_FOR_TARGET=-O2 LDFLAGS_FOR_TARGET=-static

# Makes the folder gcc-10.2.0 of the sources, an archive in the archive.
unpack_sources() {
  tar xf /sources/gcc-10_10.2.1.orig.tar.xz gcc-10-10.2.0/gcc-10.2.0-dfsg.tar.xz
  tar xf gcc-10-10.2.0/gcc-10.2.0-dfsg.tar.xz
  rm -r gcc-10-10.2.0
}

# Installs compiler and libgcc below $1; without the manuals, whose sources the archive does not have.
install_compiler() {
  make -C gcc $options DESTDIR="$1" install-common install-headers install-cpp install-driver
  make $options DESTDIR="$1" install-target-libgcc
  # Second names of the same programs.
  rm "$1"/usr/bin/$target-*
}

# Leaves out what would name the folders of this step or helps only debuggers, and the symbols of programs.
finish_package() {
  cd "$package/usr"
  rm -rf share lib/*.la lib/*-gdb.py
  strip bin/* libexec/gcc/$target/10.2.0/*
}

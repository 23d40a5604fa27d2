# What all generations of gcc 10 have in common.
target=i686-linux-musl
configuration="--build=$target --host=$target --target=$target --prefix=/usr --enable-languages=c,c++
  --enable-checking=release --disable-bootstrap --disable-nls --disable-multilib --disable-shared --disable-lto
  --disable-plugin --disable-werror --disable-analyzer --disable-cet --disable-gcov --disable-decimal-float
  --disable-libsanitizer --disable-libssp --disable-libvtv --disable-libgomp --disable-libquadmath --disable-libatomic
  --disable-libitm --disable-libcc1 --disable-libstdcxx-pch --without-isl --without-zstd
  --with-as=/usr/bin/as --with-ld=/usr/bin/ld"
# STMP_FIXINC is empty so that the C library's headers are not "fixed". Programs of the tests that configure makes
# link only statically.
options="MAKEINFO=missing STMP_FIXINC= LDFLAGS_FOR_TARGET=-static"

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
  rm -rf share lib/*.la
  for file in bin/* libexec/gcc/$target/10.2.0/*; do
    case $(head -c 4 "$file" | od -An -c | tr -d ' \n') in
      177ELF) strip "$file" ;;
    esac
  done
}

// The BIOS as emulators want it. A pure arrangement of bytes: nothing is compiled here.

/**
 * The image of a BIOS in a ROM of the given size: the code at its end (a PC begins 16 bytes below the top of memory),
 * zeros before it. v86 takes the BIOS as it is; `qemu-system-i386 -bios` wants a multiple of 65,536 bytes.
 */
export function firmwareImage(bios: Uint8Array, size = bios.length): Uint8Array {
  if (size < bios.length) throw new RangeError(`a BIOS of ${bios.length} bytes does not fit ${size}`);
  const image = new Uint8Array(size);
  image.set(bios, size - bios.length);
  return image;
}

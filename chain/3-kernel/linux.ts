// Starting Linux: a line `IMAGE INITRAMFS COMMAND LINE` that is written to /dev/linux gives the machine away. IMAGE is
// a bzImage, INITRAMFS the archive that Linux unpacks into memory. When something is wrong, a line on the console and
// the error say so, and the kernel continues; otherwise there is no return.
//
// How it thinks: a bzImage begins with 16-bit code of its own that asks the BIOS for the map of the memory, the screen
// and more, so that Linux has that from the machine itself. All that is needed is to put the parts where they belong
// and to go back to the mode of the BIOS, whose tables and data below 1 MiB this kernel has never touched. The parts
// lie scattered, and where they belong this kernel lies. So their pages are listed, those that would be overwritten are
// moved first, and code in low memory (linux.t) copies them when nothing else is needed any more.
// Documentation/arch/x86/boot.rst, "The Real-Mode Kernel Header", "Running the Kernel".
import { b, ch, copyMemory, load16, load32, load8, store16, store32, store8, ult } from "../2-runtime/node.js";
import {
  addressOf, DIRECT_MAP, E2BIG, EINVAL, ENOEXEC, ENOMEM, isLongMode, jumpToTrampoline, leaveConsole, offsetInPage, outb,
  PAGE, pageOf, pagesFor, print, restoreInterrupts, S_IFREG, trampolineCode,
} from "./1-machine/index.js";
import {
  availablePages, contentPage, fileType, freeMemory, Inode, kmap, lowAddress, mapLowIdentity, readContent, takeLowPage,
  takePage,
} from "./2-memory/index.js";
import { lookUpKernelPath, makeLookup } from "./4-files/path.js";

/** Physical addresses below 1 MiB: the code that copies; the 16-bit code with its stack and heap; the command line. */
const TRAMPOLINE = 0x8000, TRAMPOLINE_BYTES = 148, SETUP = DIRECT_MAP + 0x10000 | 0, SETUP_LIMIT = 0x8000,
  SETUP_END = 0xe000, COMMAND_LINE = 0x1e000, COMMAND_LINE_LIMIT = 2048;

/** Where the image's 32-bit code is loaded: it finds its own place from there. */
const LOAD_PAGE = 0x100;

// Fields of the header, relative to SETUP.
const SETUP_SECTORS = 0x1f1, CODE_PARAGRAPHS = 0x1f4, VIDEO_MODE = 0x1fa, BOOT_FLAG = 0x1fe, SIGNATURE = 0x202,
  VERSION = 0x206, LOADER_TYPE = 0x210, LOAD_FLAGS = 0x211, RAMDISK_ADDRESS = 0x218, RAMDISK_BYTES = 0x21c,
  HEAP_END_POINTER = 0x224, COMMAND_LINE_POINTER = 0x228, RAMDISK_LIMIT = 0x22c, PREFERRED_ADDRESS = 0x258,
  INITIAL_BYTES = 0x260, LOADED_HIGH = 1, CAN_USE_HEAP = 0x80, HDRS = 0x53726448;

/** Pages that the list and the kernel itself may need beyond what is counted. */
const MARGIN = 512;

/**
 * The pages to be copied: pairs of physical addresses, to and from. After a pair (0, A) the list continues at A, (0, 0)
 * ends it.
 */
class CopyList {
  /** Where the next pair goes. */
  place: number = 0;
  /** The first page after all that is copied to. */
  end: number = 0;
}

function refuse(why: Uint8Array, error: number): number {
  print(b("rootseed: Linux not started: "));
  print(why);
  print(b("\n"));
  return -error;
}

/**
 * A page that the copying does not overwrite, one that the kernel keeps in view if it is to be low. Those that would be
 * overwritten are lost, but there is no way back any more.
 */
function takeSafePage(list: CopyList, isLow: boolean): number {
  let page = 0;
  while (page < list.end) page = isLow ? takeLowPage() : takePage();
  return page;
}

function addPair(list: CopyList, to: number, from: number): void {
  if (offsetInPage(list.place) === PAGE - 8) {
    const page = takeSafePage(list, true);
    store32(list.place, 0);
    store32(list.place + 4, addressOf(page));
    list.place = lowAddress(page);
  }
  store32(list.place, to);
  store32(list.place + 4, from);
  list.place += 8;
}

/** Lists a file's pages from an offset on, for a place that begins with a page. */
function addFile(list: CopyList, inode: Inode, offset: number, toPage: number): void {
  for (let done = 0; offset + done < inode.size; done += PAGE) {
    const at = offset + done;
    let page = contentPage(inode, pageOf(at));
    if (page < list.end || offsetInPage(at) !== 0) {
      page = takeSafePage(list, false);
      readContent(inode, at, kmap(page), inode.size - at < PAGE ? inode.size - at : PAGE);
    }
    addPair(list, addressOf(toPage) + done, addressOf(page));
  }
}

function filePages(inode: Inode): number { return pagesFor(inode.size); }

/** The image's header, in place, as the 16-bit code finds it; 0 or a negated error. */
function readSetup(image: Inode): number {
  if (image.size < SETUP_LIMIT) return refuse(b("the first file is no bzImage"), ENOEXEC);
  readContent(image, 0, SETUP, SETUP_LIMIT);
  if (load16(SETUP + BOOT_FLAG) !== 0xaa55 || load32(SETUP + SIGNATURE) !== HDRS) {
    return refuse(b("the first file is no bzImage"), ENOEXEC);
  }
  if (load16(SETUP + VERSION) < 0x20a || (load8(SETUP + LOAD_FLAGS) & LOADED_HIGH) === 0) {
    return refuse(b("the bzImage is of a Linux before 2.6.31"), ENOEXEC);
  }
  const codeBytes = image.size - setupBytes();
  if (setupBytes() > SETUP_LIMIT || ult(codeBytes + 15 >>> 4, load32(SETUP + CODE_PARAGRAPHS))) {
    return refuse(b("the bzImage is cut off"), ENOEXEC);
  }
  return 0;
}

function setupBytes(): number { return load8(SETUP + SETUP_SECTORS) + 1 << 9; }

/** What the boot loader tells the 16-bit code. */
function fillSetup(ramdiskPage: number, ramdiskBytes: number): void {
  store16(SETUP + VIDEO_MODE, 0xffff);
  store8(SETUP + LOADER_TYPE, 0xff);
  store8(SETUP + LOAD_FLAGS, load8(SETUP + LOAD_FLAGS) | CAN_USE_HEAP);
  store16(SETUP + HEAP_END_POINTER, SETUP_END - 0x200);
  store32(SETUP + COMMAND_LINE_POINTER, COMMAND_LINE);
  store32(SETUP + RAMDISK_ADDRESS, addressOf(ramdiskPage));
  store32(SETUP + RAMDISK_BYTES, ramdiskBytes);
}

/** Timer and interrupt controllers as the BIOS had them. The disks are as the BIOS left them. */
function restoreDevices(): void {
  leaveConsole();
  restoreInterrupts();
  outb(0x43, 0x36);
  outb(0x40, 0);
  outb(0x40, 0);
}

/** Gives the machine away; returns only when it cannot. */
function handOver(image: Inode, ramdisk: Inode): number {
  const ramdiskPage = pageOf(load32(SETUP + PREFERRED_ADDRESS)) + pageOf(load32(SETUP + INITIAL_BYTES)) + 1;
  const end = ramdiskPage + filePages(ramdisk);
  if (end > availablePages() || end - 1 > pageOf(load32(SETUP + RAMDISK_LIMIT))
    || freeMemory() < end + filePages(image) + filePages(ramdisk) + MARGIN) {
    return refuse(b("too little memory"), ENOMEM);
  }
  print(b("rootseed: starting Linux\n"));
  const list = new CopyList();
  list.end = end;
  const first = takeSafePage(list, true);
  list.place = lowAddress(first);
  addFile(list, image, setupBytes(), LOAD_PAGE);
  addFile(list, ramdisk, 0, ramdiskPage);
  addPair(list, 0, 0);
  fillSetup(ramdiskPage, ramdisk.size);
  copyMemory(DIRECT_MAP + TRAMPOLINE, trampolineCode(0), TRAMPOLINE_BYTES);
  restoreDevices();
  mapLowIdentity();
  jumpToTrampoline(addressOf(first), isLongMode(), TRAMPOLINE);
  return 0;
}

/** Made once, as path.ts says of look-ups. */
const foundFile = makeLookup();

/** The regular file whose path is at an address; null when there is none. */
function fileAt(path: number, n: number): Inode | null {
  if (lookUpKernelPath(foundFile, path, n) < 0 || fileType(foundFile.inode!) !== S_IFREG) return null;
  return foundFile.inode;
}

/** Where the word ends that starts at a place in n bytes at an address: at a blank, a line's end, or n. */
function wordEnd(from: number, start: number, n: number): number {
  let at = start;
  while (at < n && load8(from + at) > ch(' ')) at++;
  return at;
}

/** What was written to /dev/linux, n bytes at an address of the running program; a negated error. */
export function startLinux(from: number, n: number): number {
  const imageEnd = wordEnd(from, 0, n);
  const ramdiskEnd = wordEnd(from, imageEnd + 1, n);
  const image = fileAt(from, imageEnd);
  const ramdisk = fileAt(from + imageEnd + 1, ramdiskEnd - imageEnd - 1);
  if (image === null || ramdisk === null) return refuse(b("the line does not begin with two files"), EINVAL);
  const error = readSetup(image);
  if (error < 0) return error;
  const endsLine = n > ramdiskEnd && load8(from + n - 1) === ch('\n');
  const bytes = n - ramdiskEnd - (endsLine ? 1 : 0);
  if (bytes >= COMMAND_LINE_LIMIT) return refuse(b("the command line is too long"), E2BIG);
  copyMemory(DIRECT_MAP + COMMAND_LINE, from + ramdiskEnd, bytes);
  store8(DIRECT_MAP + COMMAND_LINE + bytes, 0);
  return handOver(image, ramdisk);
}

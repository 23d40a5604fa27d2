// The content of files: physical pages, found through a radix tree. With height 0 the root is page 0 of the file; with
// height h it is a page of 1,024 words, each the root of a tree of height h - 1, or 0 for a hole. So a small file costs
// one page, holes cost nothing, and any page is found in at most two steps. What follows the end of the file in its
// last page is zeros. Mappings show the same pages: a file is never copied to be run.
import { fillMemory, load32, store32 } from "../../2-runtime/node.js";
import { addr, copyBlock, offsetInPage, PAGE, pageOf, pagesFor } from "../1-machine/index.js";
import {
  bytesInPage, dropPage, isRoomForFiles, kmap, lowAddress, takePage, takeZeroedLowPage, takeZeroedPage,
} from "./pages.js";
import { discard } from "./heap.js";
import { Inode, touchChanged } from "./inode.js";

/** The physical page of a file's page, 0 for a hole. */
export function contentPage(inode: Inode, page: number): number {
  let height = inode.treeHeight;
  let frame = inode.pageTree;
  if (page >>> height * 10 !== 0) return 0;
  while (height > 0 && frame !== 0) {
    height--;
    frame = load32(lowAddress(frame) + ((page >>> height * 10 & 1023) << 2));
  }
  return frame;
}

/** Makes the tree high enough for a page; false when there is no memory. */
function growTree(inode: Inode, page: number): boolean {
  while (page >>> inode.treeHeight * 10 !== 0) {
    if (inode.pageTree !== 0) {
      const frame = takeZeroedLowPage();
      if (frame === 0) return false;
      store32(lowAddress(frame), inode.pageTree);
      inode.pageTree = frame;
    }
    inode.treeHeight++;
  }
  return true;
}

/** Puts a physical page into the place of one that is a hole; false when there is no memory. */
export function setContentPage(inode: Inode, page: number, frame: number): boolean {
  if (!growTree(inode, page)) return false;
  let height = inode.treeHeight;
  if (height === 0) {
    inode.pageTree = frame;
    inode.pageCount++;
    return true;
  }
  if (inode.pageTree === 0) inode.pageTree = takeZeroedLowPage();
  let index = inode.pageTree;
  while (height > 1 && index !== 0) {
    height--;
    const word = lowAddress(index) + ((page >>> height * 10 & 1023) << 2);
    if (load32(word) === 0) store32(word, takeZeroedLowPage());
    index = load32(word);
  }
  if (index === 0) return false;
  store32(lowAddress(index) + ((page & 1023) << 2), frame);
  inode.pageCount++;
  return true;
}

/** The same, made when it is a hole (zeroed unless all of it will be written); 0 when there is no memory. */
export function contentPageToWrite(inode: Inode, page: number, whole: boolean): number {
  let frame = contentPage(inode, page);
  if (frame === 0) {
    if (!isRoomForFiles()) return 0;
    frame = whole ? takePage() : takeZeroedPage();
    if (frame !== 0 && !setContentPage(inode, page, frame)) {
      dropPage(frame);
      frame = 0;
    }
  }
  return frame;
}

/** Frees the pages from firstPage on below a root, whose own first page is base; 0 when nothing is left of it. */
function cutTree(inode: Inode, root: number, height: number, base: number, firstPage: number): number {
  if (root === 0) return 0;
  if (height === 0) {
    if (base < firstPage) return root;
    inode.pageCount--;
    dropPage(root);
    return 0;
  }
  const index = lowAddress(root);
  const step = 1 << (height - 1) * 10;
  let child = base < firstPage ? firstPage - base >>> (height - 1) * 10 : 0;
  while (child < 1024) {
    const word = index + (child << 2);
    const frame = load32(word);
    if (frame !== 0) store32(word, cutTree(inode, frame, height - 1, base + child * step, firstPage));
    child++;
  }
  if (base < firstPage) return root;
  dropPage(root);
  return 0;
}

/** Frees all pages from firstPage on. */
function cutContent(inode: Inode, firstPage: number): void {
  if (firstPage >>> inode.treeHeight * 10 !== 0) return;
  inode.pageTree = cutTree(inode, inode.pageTree, inode.treeHeight, 0, firstPage);
  if (inode.pageTree === 0) inode.treeHeight = 0;
}

/** Gives the pages [first, end) their memory; false, and none beyond the file's end, when there is no memory. */
export function fillContent(inode: Inode, first: number, end: number): boolean {
  let page = first;
  while (page < end && contentPageToWrite(inode, page, false) !== 0) page++;
  if (page < end) cutContent(inode, pagesFor(inode.size));
  return page === end;
}

/** The first place from an offset within the file on that is in a hole, or in none; the file's size if none is. */
export function nextContent(inode: Inode, offset: number, isHole: boolean): number {
  let at = offset;
  while (at < inode.size && at >= 0 && contentPage(inode, pageOf(at)) === 0 !== isHole) {
    at = at + PAGE - offsetInPage(at) | 0;
  }
  return at < inode.size && at >= 0 ? at : inode.size;
}

/** Sets the size: what is cut off is lost, what is added is a hole. */
export function resizeContent(inode: Inode, size: number): void {
  if (size < inode.size) {
    cutContent(inode, pagesFor(size));
    const frame = offsetInPage(size) === 0 ? 0 : contentPage(inode, pageOf(size));
    if (frame !== 0) fillMemory(kmap(frame) + offsetInPage(size), 0, PAGE - offsetInPage(size));
  }
  inode.size = size;
}

/** Copies n bytes from the pages at offset to memory, zeros for holes. The file's size is the caller's business. */
export function readContent(inode: Inode, offset: number, to: number, n: number): void {
  let done = 0;
  while (done < n) {
    const count = bytesInPage(offset + done, n - done);
    const frame = contentPage(inode, pageOf(offset + done));
    if (frame === 0) {
      fillMemory(to + done, 0, count);
    } else {
      copyBlock(to + done, kmap(frame) + offsetInPage(offset + done), count);
    }
    done += count;
  }
}

/** Copies n bytes from memory to the pages at offset; how many, fewer than n when memory is used up. */
export function writeContent(inode: Inode, offset: number, from: number, n: number): number {
  let done = 0;
  while (done < n) {
    const count = bytesInPage(offset + done, n - done);
    const frame = contentPageToWrite(inode, pageOf(offset + done), count === PAGE);
    if (frame === 0) return done;
    copyBlock(kmap(frame) + offsetInPage(offset + done), from + done, count);
    done += count;
  }
  return done;
}

function discardWhenGone(inode: Inode): void {
  if (inode.links > 0 || inode.references > 0) return;
  cutContent(inode, 0);
  discard(addr(inode));
}

export function dropInode(inode: Inode): void {
  inode.references--;
  discardWhenGone(inode);
}

/** One name less. */
export function unlinkInode(inode: Inode): void {
  inode.links--;
  touchChanged(inode);
  discardWhenGone(inode);
}

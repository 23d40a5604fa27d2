// Classes: fields with and without values, constructors, methods that call each other, objects in objects, and two
// classes whose members have the same names at different places.
import { b, exit } from "../../../../chain/2-runtime/node.js";
import { say, say3 } from "../print.js";

enum Kind { Number, Sum = 5, Product }

class Tree {
  kind: Kind = Kind.Number;
  value: number = 7;
  left: Tree | null = null;
  right: Tree | null = null;

  result(): number {
    switch (this.kind) {
      case Kind.Number: return this.value;
      case Kind.Sum: return this.left!.result() + this.right!.result();
      case Kind.Product: {
        const left = this.left!.result();
        return left * this.right!.result();
      }
      default: return -1;
    }
  }

  become(kind: Kind, left: Tree, right: Tree): Tree {
    this.kind = kind;
    this.left = left;
    this.right = right;
    return this;
  }
}

class Point {
  right: number;
  kind: number = 3;
  left: number;
  constructor(left: number, right: number) {
    this.left = left;
    this.right = right * this.kind;
  }
  swap(): void {
    const left = this.left;
    this.left = this.right;
    this.right = left;
  }
  twice(): void {
    this.swap();
    this.swap();
  }
}

class Holder {
  point: Point = new Point(1, 2);
  list: number[] = [10, 20, thirty];
  name: Uint8Array = b("holder");
  depth: number = later(2);
}

const thirty = 30;

function later(n: number): number { return n * 11; }

function leaf(value: number): Tree {
  const tree = new Tree();
  tree.value = value;
  return tree;
}

function depthOf(tree: Tree | null): number {
  if (tree === null) return 0;
  const left = depthOf(tree.left);
  const right = depthOf(tree.right);
  return (left > right ? left : right) + 1;
}

const tree = new Tree().become(Kind.Product, new Tree().become(Kind.Sum, leaf(3), leaf(4)), leaf(-6));
say3(b("tree"), tree.result(), new Tree().value, depthOf(tree));
const point = new Point(5, 6);
say3(b("point"), point.left, point.right, point.kind);
point.swap();
say3(b("swapped"), point.left, point.right, point.kind);
point.twice();
point.left += 100;
point.right <<= 2;
point.kind++;
say3(b("changed"), point.left, point.right, point.kind);
const holder = new Holder();
say3(b("holder"), holder.point.right, holder.list[2], holder.depth);
holder.point.kind = holder.name.length;
holder.list[1] = holder.point.kind + holder.name[0];
say3(b("holder"), holder.point.kind, holder.list[1], holder.list.length);
const other = new Holder();
say(b("apart"), other.point.kind * 100 + other.list[1]);
exit(0);

// stops at line 6: y
class A {
  x: number = 0;
}
const a = new A();
a.x = a.y;

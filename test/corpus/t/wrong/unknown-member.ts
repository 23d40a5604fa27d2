// stops at line 6: ;
class A {
  x: number = 0;
}
const a = new A();
a.x = a.y;

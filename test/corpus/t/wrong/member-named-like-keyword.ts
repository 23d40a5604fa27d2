// stops at line 3: default
class A {
  default: number = 1;
}

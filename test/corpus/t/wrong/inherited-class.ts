// stops at line 3: extends
class A { x: number = 0; }
class B extends A { y: number = 0; }

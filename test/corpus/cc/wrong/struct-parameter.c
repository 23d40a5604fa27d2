struct pair { int a, b; };
int f(struct pair p);

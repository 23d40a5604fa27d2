struct pair { int a, b; };
int n = __builtin_offsetof(struct pair, b);

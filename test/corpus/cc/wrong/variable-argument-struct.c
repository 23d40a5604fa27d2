struct pair { int a, b; };
int f(int n, ...) { __builtin_va_list l; __builtin_va_start(l, n); return __builtin_va_arg(l, struct pair).a; }

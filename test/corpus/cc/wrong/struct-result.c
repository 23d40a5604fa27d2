struct pair { int a, b; };
struct pair f(void);

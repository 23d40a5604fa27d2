struct pair { int a, b; } p = { .b = 2 };

struct pair { int a, b; } p = { };

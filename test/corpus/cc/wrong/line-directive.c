#line 3000000000
int x;

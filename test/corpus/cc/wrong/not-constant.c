int x;
int y = x + 1;

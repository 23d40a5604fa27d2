# 100 "other.c"
int x;

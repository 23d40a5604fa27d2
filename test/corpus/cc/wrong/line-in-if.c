#if __LINE__ > 0
int x;
#endif

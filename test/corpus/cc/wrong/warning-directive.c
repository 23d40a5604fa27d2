#warning not an error
int x;

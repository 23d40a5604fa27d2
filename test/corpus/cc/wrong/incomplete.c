struct a;
int f(struct a *p) { return p->x; }

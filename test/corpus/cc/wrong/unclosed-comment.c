int x;
/* never ends

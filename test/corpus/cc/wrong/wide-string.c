long *text(void) { return L"wide"; }

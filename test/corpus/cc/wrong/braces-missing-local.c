struct entry { char name[4]; int value; };
int main(void) { struct entry list[] = { "ab", 1 }; return 0; }

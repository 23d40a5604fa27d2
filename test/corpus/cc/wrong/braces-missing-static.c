struct entry { char name[4]; int value; };
struct entry list[] = { "ab", 1, "cd", 2 };

_Static_assert(sizeof(int) == 2, "small int");

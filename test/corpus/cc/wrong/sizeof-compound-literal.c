int n = sizeof (int[]){ 1, 2 };

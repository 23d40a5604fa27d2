int *list = (int[]){ 1, 2 };

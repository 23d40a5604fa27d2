__extension__ int x;

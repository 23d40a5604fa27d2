struct a x[2];

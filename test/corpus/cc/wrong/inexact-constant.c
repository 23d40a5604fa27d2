double x = 0.1;

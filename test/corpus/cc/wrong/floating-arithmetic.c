double x = 1.0 / 4;

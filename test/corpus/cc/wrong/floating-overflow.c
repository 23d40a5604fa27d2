double x = 1e400;

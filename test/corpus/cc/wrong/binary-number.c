int n = 0b101;

int matrix[2][2] = { 1, 2, 3, 4 };

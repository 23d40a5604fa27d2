long c = L'x';

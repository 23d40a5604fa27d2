char text[2] = { "a", 0 };

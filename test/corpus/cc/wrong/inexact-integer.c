float x = 16777217;

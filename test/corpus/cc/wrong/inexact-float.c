float x = 16777217.0f;

widget x;

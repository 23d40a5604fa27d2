char s[] = "\x123";

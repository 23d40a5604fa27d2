char a[2] = "abc";

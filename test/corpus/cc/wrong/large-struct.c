struct s { char a[0x7fffffe], b[4]; };

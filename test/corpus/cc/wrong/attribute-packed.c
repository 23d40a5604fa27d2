struct s { char c; int i; } __attribute__((packed));

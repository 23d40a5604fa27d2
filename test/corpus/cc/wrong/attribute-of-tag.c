struct __attribute__((packed)) s { char c; int i; };

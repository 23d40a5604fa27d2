#define SHOW(format, ...) printf(format, __VA_ARGS__)

#include <zlib.h>

/* Writes trees.h when zlib begins. */
int main(void) { z_stream stream = { 0 }; return deflateInit(&stream, 9); }

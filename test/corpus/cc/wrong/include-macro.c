#define HEADER <stdio.h>
#include HEADER

#include "include-self.c"

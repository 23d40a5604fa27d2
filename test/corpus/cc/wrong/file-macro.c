const char *file = __FILE__;

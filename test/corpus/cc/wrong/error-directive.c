#if 1
# error stop here, please
#endif

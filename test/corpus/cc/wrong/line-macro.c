int line = __LINE__;

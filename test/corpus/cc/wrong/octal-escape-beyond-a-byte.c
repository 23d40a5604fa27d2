char c = '\777';

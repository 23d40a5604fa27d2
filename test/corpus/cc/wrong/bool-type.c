int f(_Bool x);

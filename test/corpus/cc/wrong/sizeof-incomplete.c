int x = sizeof(struct nothing);

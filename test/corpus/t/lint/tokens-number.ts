// Numbers as T does not read them.
const a = 1_000;                                        // expect: write it in decimal

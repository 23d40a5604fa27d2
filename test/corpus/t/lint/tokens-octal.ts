// Numbers as T does not read them.
const a = 0o17;                                         // expect: write it in decimal, or with 0x

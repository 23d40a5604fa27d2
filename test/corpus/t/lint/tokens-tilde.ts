// The same sign twice: one token in T.
const a = 5;
const c = ~~a;                                          // expect: T reads ~~ here

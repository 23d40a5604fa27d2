// Signs without a space between: one token in T.
const a = 5;
const c = a---a;                                        // expect: T reads --- here | x-- only as a statement

// Two closing signs of types: one token in T.
const a = new Array<Array<number>>(5);                  // expect: T reads >> here

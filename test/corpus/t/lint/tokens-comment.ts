// A comment that T ends sooner.
const a = 1; /*/ const c = 2; /* */                     // expect: T reads

// Letters that are no ASCII.
const a = 1; // é                                         // expect: only ASCII

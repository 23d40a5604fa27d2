// stops at line 5: /*
const x = 1;
/* a comment
that goes on

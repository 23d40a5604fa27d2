// stops at line 2: "
const x = b("\x41");

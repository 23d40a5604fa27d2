// stops at line 2: "
const x = b("text);

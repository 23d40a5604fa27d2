// stops at line 2: `
const x = `text`;

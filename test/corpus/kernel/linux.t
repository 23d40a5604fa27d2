// Writes each of its arguments to /dev/linux and says what came of it. Only for the chain's kernel.
const lines = commandLine();
for (let i = 1; i < lines.length; i++) say(b("result"), writeOnce(open(b("/dev/linux"), 1, 0), lines[i], lines[i].length));
exit(0);

// Reads two lines from the console.
const typed = new Uint8Array(100);

function readLine(): void {
  const n = read(open(b("/dev/console"), 2, 0), typed, 100);
  put(b("line "));
  putNumber(n);
  put(b(" "));
  for (let i = 0; i < n; i++) {
    line[lineLength] = typed[i];
    lineLength++;
  }
  writeOnce(1, line, lineLength);
  lineLength = 0;
}
writeOnce(1, b("type\n"), 5);
readLine();
readLine();
exit(5);

// What the compiler throws when it refuses a text. The machine-code compiler says only the line and the token; the
// twin adds the reason. It must be the same line and the same token.

export class CompileError extends Error {
  constructor(readonly line: number, readonly token: string, readonly reason: string) {
    super(`line ${line}: ${token === "" ? "end of the text" : token}: ${reason}`);
    this.name = "CompileError";
  }
}

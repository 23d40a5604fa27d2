// Edits lines on our terminal for a console that has none: on the host's kernel the machine's input and output are
// pipes. Node's readline does the work: cursor keys, history, the usual Ctrl keys.
//
// How it thinks: the machine says when it waits for a line, and what its prompt is; readline shows that prompt, so that
// it knows where the line begins. While something runs in the machine, whole lines go to it.
import { createInterface, type Interface } from "node:readline";
import { PassThrough } from "node:stream";

export interface LineTaker {
  /** Takes a line without its end. */
  line: (line: string) => void;
  /** Called when the person has no more (Ctrl-D). */
  end: () => void;
}

export class LineEditor {
  private readonly editor: Interface;
  private readonly keys = new PassThrough();
  private prompt = "";
  private isAsked = false;

  constructor(taker: LineTaker) {
    this.editor = createInterface({ input: this.keys, output: process.stdout, terminal: true, prompt: "" });
    this.editor.on("line", (line) => {
      this.isAsked = false;
      this.editor.setPrompt("");
      taker.line(line);
    });
    this.editor.on("close", taker.end);
    this.editor.on("SIGINT", () => this.interrupt());
  }

  /** Takes keys, one by one: Node's readline (20.20) puts several into the middle of a line in a wrong order. */
  type(keys: Buffer): void {
    for (const key of keys.toString("utf8")) {
      this.keys.write(key);
    }
  }

  /** To be called when the machine waits for a line: what it says next is its prompt. */
  ask(): void {
    this.isAsked = true;
    this.prompt = "";
  }

  /** Shows what the machine says, as a part of the prompt when it waits for a line. */
  print(text: string): void {
    if (this.isAsked && text !== "") {
      this.prompt += text;
      this.editor.setPrompt(this.prompt);
      this.editor.prompt(true);
    } else {
      process.stdout.write(text, "latin1");
    }
  }

  close(): void {
    this.editor.removeAllListeners("close").close();
  }

  /** Ctrl-C drops a line that is being typed; what runs in the machine ends with the run. */
  private interrupt(): void {
    if (!this.isAsked) {
      process.kill(process.pid, "SIGINT");
      return;
    }
    process.stdout.write("^C\n");
    this.editor.write(null, { ctrl: true, name: "e" });
    this.editor.write(null, { ctrl: true, name: "u" });
  }
}

// v86 gives up the processor a thousand times a second, and has a thread of its own, made from a text, wake it again. A
// strict page starts no thread from a text (Content-Security-Policy, worker-src); a channel of messages does the same.

interface Wake {
  /** Milliseconds to wait. */
  t: number;
  tick: number;
}

/** Stands for the thread that v86 starts: what is posted to it comes back, at once or later. */
class Waker {
  onmessage: ((event: { data: number }) => void) | undefined;
  private readonly channel = new MessageChannel();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    this.channel.port1.onmessage = ({ data }: MessageEvent<number>) => this.onmessage?.({ data });
  }

  postMessage({ t, tick }: Wake): void {
    clearTimeout(this.timer);
    if (t < 1) {
      this.channel.port2.postMessage(tick);
    } else {
      this.timer = setTimeout(() => this.onmessage?.({ data: tick }), t);
    }
  }

  terminate(): void {
    clearTimeout(this.timer);
    this.channel.port1.close();
  }
}

/** To be called in v86's own thread before a machine starts there. */
export function wakeByMessages(): void {
  Object.assign(globalThis, { Worker: Waker });
}

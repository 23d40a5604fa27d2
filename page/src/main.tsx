// Starts the page: loads what it needs, then shows it.
import { render } from "preact";
import { App } from "./app.js";
import { loadSite, obstacle } from "./load.js";
import { Notice } from "./parts.js";

const place = document.getElementById("page") as HTMLElement;
const show = (text: string, isError = false): void => render(<Notice text={text} isError={isError} />, place);

async function start(): Promise<void> {
  const cause = obstacle();
  if (cause !== undefined) {
    show(cause, true);
    return;
  }
  try {
    const site = await loadSite((bytes) => show(`Loading: ${(bytes / 1e6).toFixed(1)} MB so far.`));
    render(<App site={site} />, place);
  } catch (error) {
    show(`The page could not be loaded: ${error instanceof Error ? error.message : String(error)}`, true);
  }
}

void start();

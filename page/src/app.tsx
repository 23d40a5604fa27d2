// The page: its parts, and which of them the address names.
//
//     #/          the run            #/read       the files of the chain       #/made       who made what
//                                    #/read/PATH  one of them                  #/made/X     a made file, or a process
import { useEffect, useMemo, useState } from "preact/hooks";
import { Files } from "./files.js";
import type { Site } from "./load.js";
import { Made } from "./made.js";
import { linkTo, useRun } from "./parts.js";
import { Run } from "./run.js";
import { Start } from "./start.js";

function readAddress(): string[] {
  return location.hash.replace(/^#\//, "").split("/").filter((part) => part !== "").map(decodeURIComponent);
}

const rooms = [["", "Run"], ["read", "Read"], ["made", "Who made it"]] as const;

export function App({ site }: { site: Site }) {
  const stages = Object.keys(site.data.plans);
  const [run, setRun] = useState(() => new Run(site, stages[0] as string, 1));
  const [address, setAddress] = useState(readAddress);
  useRun(run);
  useEffect(() => {
    const follow = (): void => {
      setAddress(readAddress());
      scrollTo(0, 0);
    };
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  const [room = "", ...rest] = address;
  const goTo = (stage: string): void => {
    run.stop();
    const next = new Run(site, stage, run.number + 1);
    setRun(next);
    void next.start();
  };
  const view = useMemo(() => room === "read" ? <Files site={site} path={rest.join("/")} /> : undefined,
    [site, address.join("/")]);
  return (
    <>
      <header>
        <h1><a href="#/">rootseed</a></h1>
        <nav aria-label="Parts of the page">
          {rooms.map(([name, title]) =>
            <a href={name === "" ? "#/" : linkTo(name)} aria-current={room === name ? "page" : undefined}>{title}</a>)}
          <a href={linkTo("read", "seed/boot.hex")}>The seed</a>
        </nav>
      </header>
      <main>
        {view ?? (room === "made" ? <Made run={run} name={rest.join("/")} />
          : <Start site={site} run={run} stages={stages} goTo={goTo} />)}
      </main>
      <footer>rootseed {site.data.version}. All of it is loaded: the page works without a network now.</footer>
    </>
  );
}

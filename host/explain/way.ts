// The shortest way from a file to something that it comes from: a file of the repository, an archive, a file in the
// machine, or a process.
import type { Provenance, Cause, Maker } from "./provenance.js";

/** A process, and the cause that leads to the next one, or for the last one to what was asked for. */
export interface WayStep {
  maker: Maker;
  cause: Cause | undefined;
}

/** Undefined when the file does not come from it. */
export function findWay(provenance: Provenance, name: string): WayStep[] | undefined {
  const from = new Map<Maker, WayStep | undefined>();
  const toDo = [...provenance.makers];
  toDo.forEach((maker) => from.set(maker, undefined));
  for (const maker of toDo) {
    const causes = provenance.causes.get(maker) ?? [];
    const end = causes.find((cause) => isMeant(cause, name));
    if (end !== undefined || maker.id === name) {
      return wayTo(from, { maker, cause: end });
    }
    for (const cause of causes) {
      for (const next of cause.makers.filter((one) => !from.has(one))) {
        from.set(next, { maker, cause });
        toDo.push(next);
      }
    }
  }
  return undefined;
}

/** A path in the machine or of a leaf, with or without the slash at its beginning; or the beginning of a hash. */
function isMeant({ use, leaf }: Cause, name: string): boolean {
  const paths = [use?.path, use?.path.slice(1), leaf?.path];
  return paths.includes(name) || (/^[0-9a-f]{8,64}$/.test(name) && use?.content.sha256.startsWith(name) === true);
}

function wayTo(from: Map<Maker, WayStep | undefined>, end: WayStep): WayStep[] {
  const way = [end];
  for (let step = from.get(end.maker); step !== undefined; step = from.get(step.maker)) {
    way.unshift(step);
  }
  return way;
}

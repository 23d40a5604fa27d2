// The bill of materials of a finished system: CycloneDX 1.6, by the library of those who make that format. It lists
// what was made, by hash, the upstream archives that went in, and which is made of which.
//
// How it thinks: the same system has the same bill, byte for byte, so that it has no serial number and no time.
import type { Models } from "@cyclonedx/cyclonedx-library";
import { formatPins } from "../steps/pins.js";
import { sha256 } from "../common/files.js";
import type { Archive } from "../sources/archive.js";
import type { Origin } from "../steps/origins.js";
import { archivesOf } from "../steps/steps.js";
import type { Evidence } from "./statement.js";

/** The type of the bill, for those who store it. */
export const billType = "application/vnd.cyclonedx+json";

/**
 * The bill of what some steps have made.
 * @param version that of the repository
 */
export async function makeBill(evidence: Evidence[], origins: Map<string, Origin>, version: string): Promise<string> {
  const library = await import("@cyclonedx/cyclonedx-library");
  const { Bom, Component, Metadata, Property, PropertyRepository } = library.Models;
  const { ComponentType, HashAlgorithm } = library.Enums;
  const component = (type: typeof ComponentType[keyof typeof ComponentType], name: string, ref: string,
    hash: string, own?: string): Models.Component => {
    const made = new Component(type, name, { bomRef: ref, ...own === undefined ? {} : { version: own } });
    made.hashes.set(HashAlgorithm["SHA-256"], hash);
    return made;
  };
  const inputs = [...origins.values()].flatMap((one) => one.inputs);
  const unique = [...new Map(inputs.map((pin) => [pin.path, pin])).values()];
  const repository = component(ComponentType.Application, "rootseed", "rootseed", sha256(Buffer.from(
    formatPins(unique))), version);
  repository.description = "The files of the repository that take part; the hash is that of their `sha256sum` lines.";
  const sources = new Map(archivesOf(evidence.map(({ step }) => step)).map((archive) => {
    const { name, version: own } = packageIn(archive);
    const source = component(ComponentType.Library, name, `source/${archive.file}`, archive.sha256, own);
    describeSource(library.Models, source, archive);
    return [archive.file, source];
  }));
  const artifacts = new Map(evidence.flatMap(({ artifacts: made }) => made).map(({ path, sha256: hash }) =>
    [path, component(ComponentType.File, path, `artifact/${path}`, hash)]));
  for (const { step, artifacts: made } of evidence) {
    const earlier = new Set(origins.get(step.name)?.earlier);
    const parts = [repository, ...step.archives.map(({ file }) => sources.get(file)),
      ...evidence.filter((one) => earlier.has(one.step)).flatMap((one) => one.artifacts)
        .map(({ path }) => artifacts.get(path))];
    for (const artifact of made.flatMap(({ path }) => artifacts.get(path) ?? [])) {
      parts.forEach((part) => part === undefined || artifact.dependencies.add(part.bomRef));
      artifact.properties = new PropertyRepository([new Property("rootseed:step", step.folder),
        ...step.patches.map((patch) => new Property("rootseed:patch", `${step.folder}/${patch}`))]);
    }
  }
  const system = new Component(ComponentType.OperatingSystem, `rootseed-${evidence.at(-1)?.step.name}`,
    { bomRef: "system", version });
  artifacts.forEach(({ bomRef }) => system.dependencies.add(bomRef));
  const bill = new Bom({ metadata: new Metadata({ component: system }) });
  [repository, ...sources.values(), ...artifacts.values()].forEach((one) => bill.components.add(one));
  const factory = new library.Serialize.JSON.Normalize.Factory(library.Spec.Spec1dot6);
  return `${new library.Serialize.JsonSerializer(factory).serialize(bill, { sortLists: true, space: 1 })}\n`;
}

/** The package in an archive, by the archive's name: NAME_VERSION.orig.tar.gz, or a file of its own. */
function packageIn({ file, name }: Archive): { name: string; version: string | undefined } {
  const [, known, version] = /^([^_]+)_(.+?)(?:\.orig)?\.tar\.[a-z0-9]+$/.exec(file) ?? [];
  return { name: known ?? name, version };
}

function describeSource(models: typeof Models, source: Models.Component, { places, sha256: hash }: Archive): void {
  const version = source.version === undefined ? "" : `@${encodeURIComponent(source.version)}`;
  source.purl = `pkg:generic/${encodeURIComponent(source.name)}${version}?checksum=sha256:${hash}`;
  for (const place of places.filter((one) => /^https?:/.test(one))) {
    source.externalReferences.add(new models.ExternalReference(place, "distribution" as never));
  }
}

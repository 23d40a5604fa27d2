// A root file system as an OCI image (image-spec 1.0: "Image Layout", "Image Manifest", "Image Configuration"): what
// podman, skopeo and the like read. One layer, not compressed, so that nobody's compressor makes a difference; times
// are zero. The layout is a set of files: written as a folder, or as one archive.
//
// What is said about the image refers to it (image-spec 1.1, "Guidelines for Artifact Usage"): artifacts whose subject
// is the image, listed under the name that registries use for lists of referrers (distribution-spec 1.1, "Referrers Tag
// Schema"). Without any, the layout has the image alone.
import { isProgramText, sha256 } from "../common/files.js";
import { fileEntry, type ArchiveEntry } from "../common/tarball.js";

/** The beginning of Unix time. */
const created = "1970-01-01T00:00:00Z";

/** The name of the image in its layout. */
const tag = "latest";

const mediaType = (what: string): string => `application/vnd.oci.image.${what}`;

/** The processor that the programs need, as images name it: one for x86-64 runs those for i386, too. */
export function architectureOf(entries: ArchiveEntry[]): "386" | "amd64" {
  const elfClass64 = 2;
  return entries.some(({ content }) => isProgramText(content) && content[4] === elfClass64) ? "amd64" : "386";
}

/** Files that are about the image. */
export interface Referrer {
  /** What they are. */
  artifactType: string;
  files: { name: string; mediaType: string; content: Uint8Array }[];
}

interface Descriptor {
  mediaType: string;
  digest: string;
  size: number;
}

/** Adds a blob to the layout; its descriptor ("OCI Content Descriptors"). */
type AddBlob = (type: string, content: Uint8Array) => Descriptor;

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

/**
 * The files of the layout.
 * @param layer the root file system as a tar archive
 * @param architecture what its programs need
 * @param command what a container starts; undefined when there is nothing that could be
 * @param referrers what is about the image
 */
export function imageLayout(
  layer: Buffer, architecture: "386" | "amd64", command: string[] | undefined, referrers: Referrer[] = [],
): ArchiveEntry[] {
  const files = new Map<string, Uint8Array>();
  const blob: AddBlob = (type, content) => {
    const hash = sha256(content);
    files.set(`blobs/sha256/${hash}`, content);
    return { mediaType: type, digest: `sha256:${hash}`, size: content.length };
  };
  const image = addImage(blob, layer, architecture, command);
  files.set("index.json", json({
    schemaVersion: 2,
    mediaType: mediaType("index.v1+json"),
    manifests: [named({ ...image, platform: { architecture, os: "linux" } }, tag),
      ...referrers.length === 0 ? [] : [addReferrers(blob, image, referrers)]],
  }));
  files.set("oci-layout", json({ imageLayoutVersion: "1.0.0" }));
  return [...files].map(([path, content]) => fileEntry(path, 0o644, content));
}

function named<T extends object>(descriptor: T, name: string) {
  return { ...descriptor, annotations: { "org.opencontainers.image.ref.name": name } };
}

function addImage(
  blob: AddBlob, layer: Buffer, architecture: "386" | "amd64", command: string[] | undefined,
): Descriptor {
  const platform = { architecture, os: "linux" };
  const layerDescriptor = blob(mediaType("layer.v1.tar"), layer);
  const config = blob(mediaType("config.v1+json"), json({
    created,
    ...platform,
    config: { Env: ["PATH=/usr/bin:/bin"], ...(command === undefined ? {} : { Cmd: command }), WorkingDir: "/" },
    rootfs: { type: "layers", diff_ids: [layerDescriptor.digest] },
    history: [{ created, created_by: "rootseed" }],
  }));
  return blob(mediaType("manifest.v1+json"), json({
    schemaVersion: 2, mediaType: mediaType("manifest.v1+json"), config, layers: [layerDescriptor],
  }));
}

/** Adds what is about an image; the descriptor of the list of it. */
function addReferrers(blob: AddBlob, image: Descriptor, referrers: Referrer[]) {
  const config = blob("application/vnd.oci.empty.v1+json", json({}));
  const manifests = referrers.map(({ artifactType, files }) => {
    const layers = files.map(({ name, mediaType: type, content }) =>
      ({ ...blob(type, content), annotations: { "org.opencontainers.image.title": name } }));
    const manifest = {
      schemaVersion: 2, mediaType: mediaType("manifest.v1+json"), artifactType, config, layers, subject: image,
      annotations: { "org.opencontainers.image.created": created },
    };
    return { ...blob(manifest.mediaType, json(manifest)), artifactType };
  });
  const list = blob(mediaType("index.v1+json"), json({
    schemaVersion: 2, mediaType: mediaType("index.v1+json"), manifests,
  }));
  return named(list, image.digest.replace(":", "-"));
}

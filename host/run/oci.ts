// A root file system as an OCI image (image-spec 1.0: "Image Layout", "Image Manifest", "Image Configuration"): what
// podman, skopeo and the like read. One layer, not compressed, so that nobody's compressor makes a difference; times
// are zero. The layout is a set of files: written as a folder, or as one archive.
import { sha256 } from "../common/files.js";
import { fileEntry, type ArchiveEntry } from "./archive.js";

/** The beginning of Unix time. */
const created = "1970-01-01T00:00:00Z";

/** The name of the image in its layout. */
const tag = "latest";

const mediaType = (what: string): string => `application/vnd.oci.image.${what}`;

/**
 * The files of the layout.
 * @param layer the root file system as a tar archive
 * @param command what a container starts; undefined when there is nothing that could be
 */
export function imageLayout(layer: Buffer, command: string[] | undefined): ArchiveEntry[] {
  const files: ArchiveEntry[] = [];
  const add = (path: string, content: Uint8Array): void => {
    files.push(fileEntry(path, 0o644, content));
  };
  const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
  /** Adds a blob; its descriptor ("OCI Content Descriptors"). */
  const blob = (what: string, content: Uint8Array): { mediaType: string; digest: string; size: number } => {
    const hash = sha256(content);
    add(`blobs/sha256/${hash}`, content);
    return { mediaType: mediaType(what), digest: `sha256:${hash}`, size: content.length };
  };
  const platform = { architecture: "386", os: "linux" };
  const layerDescriptor = blob("layer.v1.tar", layer);
  const config = blob("config.v1+json", json({
    created,
    ...platform,
    config: { Env: ["PATH=/usr/bin:/bin"], ...(command === undefined ? {} : { Cmd: command }), WorkingDir: "/" },
    rootfs: { type: "layers", diff_ids: [layerDescriptor.digest] },
    history: [{ created, created_by: "rootseed" }],
  }));
  const manifest = blob("manifest.v1+json", json({
    schemaVersion: 2, mediaType: mediaType("manifest.v1+json"), config, layers: [layerDescriptor],
  }));
  add("index.json", json({
    schemaVersion: 2,
    mediaType: mediaType("index.v1+json"),
    manifests: [{ ...manifest, platform, annotations: { "org.opencontainers.image.ref.name": tag } }],
  }));
  add("oci-layout", json({ imageLayoutVersion: "1.0.0" }));
  return files;
}

// The command `attest`, after a real run up to the first TinyCC: two parties' statements agree, and programs of others
// accept them; what is damaged, missing or of another version is refused; an exported image carries them.
import { Ajv2020 } from "ajv/dist/2020.js";
import { bundleFromJSON } from "@sigstore/bundle";
import { toSignedEntity, Verifier } from "@sigstore/verify";
import { spawnSync } from "node:child_process";
import { createPublicKey } from "node:crypto";
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { preAuthEncoding, type Envelope } from "../host/attest/dsse.js";
import type { Statement } from "../host/attest/statement.js";
import { sha256 } from "../host/common/files.js";
import type { RunDocument } from "../host/report/document.js";
import { cacheFolder } from "../host/sources/cache.js";
import { because } from "./support/engines.js";
import { makeScratch, root } from "./support/folders.js";
import { rootseed } from "./support/host.js";

const scratch = makeScratch("attest-run");
const place = (name: string): string => join(scratch, name);
const places = ["--cache", place("cache")];
const until = ["--until", "tcc"];
const tccs = "005-tcc.dsse.json";
const attest = (...args: string[]) => rootseed(["attest", ...args]);
const verify = (...args: string[]) => attest("--verify", place("statements"), "--keys", place("anna.pub"),
  place("ben.pub"), ...args);
const read = <T>(path: string): T => JSON.parse(readFileSync(place(path), "utf8")) as T;
const payloadOf = ({ payload }: Envelope): Buffer => Buffer.from(payload, "base64");

beforeAll(async () => {
  // The archives that the user's cache has are not fetched again.
  mkdirSync(cacheFolder(undefined), { recursive: true });
  const mirror = process.env["ROOTSEED_MIRROR"] === undefined ? ["--mirror", cacheFolder(undefined)] : [];
  const { status, out } = await rootseed(["run", ...until, ...places, ...mirror, "--json", "--out", place("out")]);
  expect(status).toBe(0);
  writeFileSync(place("run.json"), out);
  for (const name of ["anna", "ben"]) {
    expect((await attest("--new-key", place(name))).status).toBe(0);
  }
});

/** Anna speaks of the run, Ben of what it has left in the store. */
it("makes a statement a step, of a run and of the store; a run says on what it was made, and when", async () => {
  const made = await attest(...until, ...places, "--sign", place("anna"), "--run", place("run.json"), "--artifacts",
    place("out"), "--out", place("statements/anna"), "--sbom", place("bom.json"));
  expect([made.status, made.err]).toEqual([0, ""]);
  expect(made.out).toContain("5 statements, signed with the key ");
  const stored = await attest(...until, ...places, "--sign", place("ben"), "--out", place("statements/ben"));
  expect(stored.status).toBe(0);
  const [anna, ben] = ["anna", "ben"].map((name) => JSON.parse(
    payloadOf(read<Envelope>(`statements/${name}/${tccs}`)).toString()) as Statement) as [Statement, Statement];
  const run = read<RunDocument>("run.json");
  expect(anna.predicate.runDetails.metadata?.finishedOn).toBe(run.date);
  expect(anna.predicate.buildDefinition.internalParameters).toMatchObject({ engine: "v86",
    emulator: expect.stringMatching(/^v86 /) as string, host: { processor: run.host.processor } });
  expect(ben.predicate.buildDefinition.internalParameters).toEqual({ engine: "v86", fromStore: true });
  expect([anna.predicate.runDetails.builder.version, ben.predicate.runDetails.metadata])
    .toMatchObject([{ rootseed: run.rootseed.version, node: process.versions.node }, undefined]);
  expect(anna.subject).toEqual(ben.subject);
  expect(anna.predicate.buildDefinition.resolvedDependencies)
    .toEqual(ben.predicate.buildDefinition.resolvedDependencies);
  expect(anna.subject.map(({ name, digest }) => [name, digest.sha256])).toEqual(
    ["tcc/tcc", "tcc/tcc.exports"].map((name) => [name, sha256(readFileSync(place(`out/${name}`)))]));
});

describe("--verify", () => {
  it("prints who says what; the JSON document is as its schema has it", async () => {
    const { status, out } = await verify(...until);
    expect(out).toMatch(/^tcc +tcc +[0-9a-f]{64} +same, made on v86 +same, made on v86 \(from a store\) +ok$/m);
    expect(out).toMatch(/^rootseed: 10 statements on 10 artifacts by anna, ben: all say what is pinned$/m);
    expect(status).toBe(0);
    const json = await verify(...until, "--json");
    const validate = new Ajv2020({ allErrors: true })
      .compile(JSON.parse(readFileSync(join(root, "docs/schemas/attest.json"), "utf8")) as object);
    const document = JSON.parse(json.out) as { ok: boolean };
    validate(document);
    expect([validate.errors ?? [], document.ok, json.status]).toEqual([[], true, 0]);
  });

  it("fails where a step is missing that was asked for", async () => {
    const { status, out } = await verify();
    expect(out).toContain("MISSING: ben has no statement that counts on musl\n");
    expect(status).toBe(1);
  });

  it("fails where a byte was changed, and where a key is not known", async () => {
    const folder = place("changed");
    cpSync(place("statements"), folder, { recursive: true });
    const text = readFileSync(join(folder, "ben", tccs), "utf8");
    writeFileSync(join(folder, "ben", tccs), text.replace(/"payload":"(.{40})./, (_, start: string) =>
      `"payload":"${start}${text.at(text.indexOf(start) + 40) === "Q" ? "R" : "Q"}`));
    const changed = await attest("--verify", folder, "--keys", place("anna.pub"), place("ben.pub"), ...until);
    expect(changed.out).toContain(`REFUSED: ${join(folder, "ben", tccs)}: its signature is wrong: it was changed ` +
      "after ben signed it, or ben did not sign it\nMISSING: ben has no statement that counts on tcc\n");
    const unknown = await attest("--verify", place("statements"), "--keys", place("anna.pub"), ...until);
    expect(unknown.out).toContain("is signed with a key that is not among --keys");
    expect([changed.status, unknown.status]).toEqual([1, 1]);
  });
});

describe("nothing is said", () => {
  const make = (...args: string[]) => attest(...until, ...places, "--out", place("more"), ...args);

  it.each<[string, (document: RunDocument) => unknown, string]>([
    ["of what was made of something else", (d) => ({ ...d, steps: d.steps.map((step) =>
      ({ ...step, key: "0".repeat(64) })) }), "the run has made the step compiler of something else"],
    ["of a run of a version that did not tell", (d) => ({ ...d, steps: d.steps.map((step) =>
      ({ ...step, key: undefined })) }), "the run has made the step compiler of something else"],
    ["of a step that has not run", (d) => ({ ...d, steps: d.steps.slice(0, 2) }), "has not built the step tools"],
    ["of an artifact that has not come", (d) => ({ ...d, stages: d.stages.slice(0, 4) }), "tcc/tcc: has not come"],
    ["of an artifact that is another one", (d) => ({ ...d, stages: d.stages.map((stage) => ({ ...stage,
      artifacts: stage.artifacts.map((artifact) => ({ ...artifact, sha256: "0".repeat(64) })) })) }),
    "the store has no such file"],
    ["of no run", () => ({}), "is no document of `rootseed run --json`"],
  ])("%s", async (_, change, message) => {
    writeFileSync(place("other.json"), JSON.stringify(change(read<RunDocument>("run.json"))));
    const { status, err } = await make("--run", place("other.json"));
    expect([status, err.trimEnd().split("\n").length]).toEqual([1, 1]);
    expect(err).toContain(message);
    expect(existsSync(place("more"))).toBe(false);
  });

  it("of a file that was changed since, or of an empty store", async () => {
    cpSync(place("out"), place("damaged"), { recursive: true });
    writeFileSync(place("damaged/cc/cc"), "x");
    const damaged = await make("--run", place("run.json"), "--artifacts", place("damaged"));
    expect(damaged.err).toContain(`${place("damaged/cc/cc")}: expected SHA-256 `);
    const empty = await attest(...until, "--cache", place("empty"), "--out", place("more"));
    expect(empty.err).toContain("the store has nothing of the step compiler: `./rootseed run --until compiler`");
    expect([damaged.status, empty.status, existsSync(place("more"))]).toEqual([1, 1, false]);
  });

  it("over what somebody has said", async () => {
    const before = readFileSync(place(`statements/anna/${tccs}`));
    const { status, err } = await attest(...until, ...places, "--sign", place("ben"), "--out",
      place("statements/anna"));
    expect([status, err]).toEqual([1, expect.stringContaining("is another statement already")]);
    expect(readFileSync(place(`statements/anna/${tccs}`)).equals(before)).toBe(true);
  });

  it("under nobody's name without a word about it; such statements do not count", async () => {
    const { status, out } = await attest(...until, ...places, "--out", place("bare"));
    expect([status, out]).toEqual([0, expect.stringContaining("NOT SIGNED")]);
    const bare = await attest(...until, "--verify", place("bare"), "--keys", place("anna.pub"));
    expect([bare.status, bare.out]).toEqual([1, expect.stringContaining("is not signed: a statement without")]);
  });

  it.each([
    [["--sign", "k"], "--out"], [["--json"], "--verify DIR"], [["--verify", "d"], "--keys FILE"],
    [["--keys", "k"], "--verify DIR"], [["--out", "d", "--verify", "d", "--keys", "k"], "one after the other"],
    [["--new-key", "k", "--out", "d"], "use it alone"], [["--artifacts", "d", "--out", "d"], "--run"],
    [[], "--out DIR"],
    [["--verify", "/nowhere", "--keys", "PUB"], "/nowhere: there is no such folder"],
  ])("attest %j: a usage error", async (args, message) => {
    const { status, out, err } = await attest(...args.map((word) => word === "PUB" ? place("anna.pub") : word));
    expect([status, out]).toEqual([2, ""]);
    expect(err).toContain(message);
  });
});

describe("programs of others", () => {
  const envelope = (): Envelope => read<Envelope>(`statements/anna/${tccs}`);

  it("sigstore's verifier accepts a statement, and no other payload", () => {
    const key = createPublicKey(readFileSync(place("anna.pub")));
    const verifier = new Verifier({ certificateAuthorities: [], timestampAuthorities: [], tlogs: [], ctlogs: [],
      publicKey: () => ({ publicKey: key, validFor: () => true }) },
    { tlogThreshold: 0, ctlogThreshold: 0, timestampThreshold: 0 });
    const check = (dsseEnvelope: Envelope): void => void verifier.verify(toSignedEntity(bundleFromJSON({
      mediaType: "application/vnd.dev.sigstore.bundle.v0.3+json",
      verificationMaterial: { publicKey: { hint: "anna" }, tlogEntries: [] }, dsseEnvelope,
    })));
    check(envelope());
    expect(() => check({ ...envelope(), payload: Buffer.from("{}").toString("base64") })).toThrow();
  });

  const openssl = spawnSync("openssl", ["version"]).status === 0;
  const noOpenssl = because(openssl ? undefined : "openssl is not installed");
  it.skipIf(!openssl)(`openssl verifies a signature${noOpenssl}`, () => {
    const { payloadType, signatures: [signature], ...rest } = envelope();
    writeFileSync(place("signed"), preAuthEncoding(payloadType, payloadOf({ payloadType, signatures: [], ...rest })));
    writeFileSync(place("signature"), Buffer.from(signature!.sig, "base64"));
    const { status } = spawnSync("openssl", ["pkeyutl", "-verify", "-pubin", "-inkey", place("anna.pub"), "-rawin",
      "-in", place("signed"), "-sigfile", place("signature")]);
    expect(status).toBe(0);
  });

  // in-toto's own tools read envelopes through this library, from its version 0.28 on.
  const script = `
import json, sys
from securesystemslib.dsse import Envelope
from securesystemslib.signer import SSlibKey
der = open(sys.argv[2], "rb").read()
envelope = json.load(open(sys.argv[1]))
keyid = envelope["signatures"][0]["keyid"]
key = SSlibKey(keyid, "ed25519", "ed25519", {"public": der[-32:].hex()})
print(list(Envelope.from_dict(envelope).verify([key], 1)))
`;
  const python = ["/usr/bin/python3", "python3"].find((name) =>
    spawnSync(name, ["-c", "import securesystemslib.dsse, cryptography"]).status === 0);
  const noLibrary = because(python === undefined ? "securesystemslib 0.28 is not installed" : undefined);
  it.skipIf(python === undefined)(`in-toto's library verifies an envelope, and no changed one${noLibrary}`, () => {
    const key = createPublicKey(readFileSync(place("anna.pub"))).export({ type: "spki", format: "der" });
    writeFileSync(place("anna.der"), key);
    const check = (file: string) => spawnSync(python as string, ["-c", script, file, place("anna.der")],
      { encoding: "utf8" });
    expect(check(place(`statements/anna/${tccs}`)).stdout).toBe(`['${sha256(key)}']\n`);
    writeFileSync(place("changed.json"), JSON.stringify({ ...envelope(), payload: "e30=" }));
    expect(check(place("changed.json")).status).not.toBe(0);
  });
});

describe("an exported image", () => {
  interface Descriptor { mediaType: string; digest: string; size: number; annotations?: Record<string, string> }
  interface Manifest { artifactType: string; layers: Descriptor[]; subject: Descriptor }
  const name = place("system.oci");
  const blob = ({ digest, size }: Descriptor): Buffer => {
    const content = readFileSync(join(name, "blobs", digest.replace(":", "/")));
    expect([`sha256:${sha256(content)}`, content.length]).toEqual([digest, size]);
    return content;
  };
  const parse = <T>(content: Buffer): T => JSON.parse(content.toString()) as T;

  it("carries signed statements and the bill of materials, which refer to it", async () => {
    const run = await rootseed(["run", ...until, ...places, "--export", name, "--sign", place("anna")]);
    expect([run.status, run.err]).toEqual([0, ""]);
    const { manifests: [image, list] } = parse<{ manifests: [Descriptor, Descriptor] }>(
      readFileSync(join(name, "index.json")));
    const tags = [image, list].map(({ annotations }) => annotations?.["org.opencontainers.image.ref.name"]);
    expect(tags).toEqual(["latest", image.digest.replace(":", "-")]);
    const referrers = parse<{ manifests: Descriptor[] }>(blob(list)).manifests
      .map((descriptor) => parse<Manifest>(blob(descriptor)));
    expect(referrers.map(({ artifactType, subject }) => [artifactType, subject.digest])).toEqual([
      ["application/vnd.dsse.envelope.v1+json", image.digest], ["application/vnd.cyclonedx+json", image.digest]]);
    mkdirSync(place("unpacked"));
    for (const layer of referrers.flatMap(({ layers }) => layers)) {
      writeFileSync(place(`unpacked/${layer.annotations?.["org.opencontainers.image.title"]}`), blob(layer));
    }
    copyFileSync(place("unpacked/bom.cdx.json"), place("from-image.json"));
    expect(readdirSync(place("unpacked")).length).toBe(6);
    expect(readFileSync(place("from-image.json"), "utf8")).toBe(readFileSync(place("bom.json"), "utf8"));
    const verified = await attest("--verify", place("unpacked"), "--keys", place("anna.pub"), ...until);
    expect(verified.out).toContain("bom.cdx.json: is no DSSE envelope");
    expect(verified.out).toContain("6 statements on 10 artifacts by anna: 1 refused, 0 missing, 0 artifacts");
  });

  it("is refused statements that it cannot carry", async () => {
    for (const [args, message] of [[["--export", place("x.tar")], "statements go into an OCI image"],
      [[], "--sign is for an image"]] as const) {
      const { status, err } = await rootseed(["run", ...until, ...places, "--sign", place("anna"), ...args]);
      expect([status, err]).toEqual([2, expect.stringContaining(message)]);
    }
  });

  const skopeo = spawnSync("skopeo", ["--version"]).status === 0;
  it.skipIf(!skopeo)(`skopeo reads it by its name${because(skopeo ? undefined : "skopeo is not installed")}`, () => {
    const { status, stdout } = spawnSync("skopeo", ["inspect", `oci:${name}:latest`], { encoding: "utf8" });
    expect([status, JSON.parse(stdout)]).toMatchObject([0, { Architecture: "386", Os: "linux" }]);
  });
});

// Statements on steps: what counts, and what is refused and why. Envelopes are damaged, statements lie, files are none;
// each is made here, signed where somebody would sign it, and given to the comparison as others would hand it over.
import { generateKeyPairSync, sign } from "node:crypto";
import { spawnSync } from "node:child_process";
import {
  chmodSync, existsSync, mkdirSync, readFileSync, statSync, symlinkSync, truncateSync, writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { attestSteps } from "../host/attest/attest.js";
import { compareStatements, type Comparison, type Given } from "../host/attest/compare.js";
import { preAuthEncoding, seal, statementType, type Envelope } from "../host/attest/dsse.js";
import { builderNamed } from "../host/attest/evidence.js";
import { mostBytes, readStatements } from "../host/attest/folder.js";
import { makeKey, readParties, readSigningKey, type SigningKey } from "../host/attest/keys.js";
import { makeBill } from "../host/attest/sbom.js";
import { builderOf, fileNameOf, writeStatement, type Evidence, type Statement } from "../host/attest/statement.js";
import { findOrigins } from "../host/steps/origins.js";
import { unpinned, type Pin } from "../host/steps/pins.js";
import { readSteps, stepsUntil, type Step } from "../host/steps/steps.js";
import { makeScratch, root } from "./support/folders.js";

const scratch = makeScratch("attest");
const all = await readSteps(root);
const steps = stepsUntil(all, "cc");
const last = steps.at(-1) as Step;
const origins = await findOrigins(root, all);

const keyOf = async (name: string): Promise<SigningKey> => {
  await makeKey(join(scratch, name));
  return readSigningKey(join(scratch, name), () => undefined);
};
const anna = await keyOf("anna");
const ben = await keyOf("ben");
const stranger = await keyOf("stranger");
const parties = await readParties(["anna.pub", "ben.pub"].map((name) => join(scratch, name)));

/** What somebody has to say who has built just what is pinned; `change` makes it something else. */
function evidence(change: (pin: Pin) => Pin = (pin) => pin): Evidence[] {
  return steps.map((step) => ({
    step, artifacts: (step.pins ?? []).map(change), circumstances: { engine: "v86" }, run: {},
  }));
}

/** The statements of a party as files. */
function filesOf(key: SigningKey, said = evidence()): Given[] {
  const builder = builderNamed(builderOf(key.id), { version: "1", commit: null, modified: null }, "20.0.0");
  return attestSteps(said, origins, builder, key).map(({ name, content }) => ({ path: `x/${name}`, content }));
}

const compare = (...given: Given[][]): Comparison =>
  compareStatements(given.flat(), parties, { steps: all, origins, wanted: steps });

const textOf = ({ content }: Given): string => Buffer.from(content as Uint8Array).toString();

/** Anna's files, the last of which holds something else. */
function withLast(content: (envelope: Envelope, text: string) => string | Uint8Array, path?: string): Given[] {
  const files = filesOf(anna);
  const file = files.pop() as Given;
  const text = textOf(file);
  return [...files, { path: path ?? file.path, content: Buffer.from(content(JSON.parse(text) as Envelope, text)) }];
}

/** The same, with a statement that Anna (or somebody else) has signed, changed. */
function withStatement(change: (statement: Statement) => unknown, key = anna, path?: string): Given[] {
  return withLast(({ payload }) => {
    const statement = JSON.parse(Buffer.from(payload, "base64").toString()) as Statement;
    const changed = change(statement) ?? statement;
    return JSON.stringify(seal(typeof changed === "string" ? Buffer.from(changed)
      : writeStatement(changed as Statement), key));
  }, path);
}

/** Why the last file is refused; the others count. */
function reasonOf(files: Given[]): string | undefined {
  const { ok, statements, missing } = compare(files, filesOf(ben));
  const index = files.length - 1;
  expect(statements.filter(({ refused }, at) => at !== index && refused !== undefined)).toEqual([]);
  const refused = statements[index]?.refused;
  if (refused !== undefined) {
    expect([ok, missing]).toEqual([false, [{ party: "anna", step: last.name }]]);
    expect(refused).not.toMatch(/[\p{C}]/u);
  }
  return refused;
}

const flip = (text: string): string => {
  const bytes = Buffer.from(text, "base64");
  bytes.writeUInt8(bytes.readUInt8(20) ^ 1, 20);
  return bytes.toString("base64");
};

it("two parties who say what is pinned agree, on every artifact; the same statement is the same bytes", () => {
  const { ok, rows, statements, missing } = compare(filesOf(anna), filesOf(ben));
  expect([ok, missing, statements.map(({ refused }) => refused)])
    .toEqual([true, [], [...steps, ...steps].map(() => undefined)]);
  expect(rows.map(({ stage, path, found }) => [`${stage}/${path}`, found])).toEqual(steps.flatMap(({ pins }) =>
    (pins ?? []).map(({ path, sha256 }) => [path, { anna: sha256, ben: sha256 }])));
  expect(filesOf(anna).map(textOf)).toEqual(filesOf(anna).map(textOf));
});

it("a statement names each file, archive and artifact that its step comes from", () => {
  const [first, second] = [steps[0] as Step, stepsUntil(all, "tcc").at(-1) as Step];
  const made = attestSteps(evidence(), origins, builderNamed("urn:a", { version: "1", commit: "c", modified: true },
    "20"), undefined);
  const statement = JSON.parse(made[0]!.content.toString()) as Statement;
  const names = statement.predicate.buildDefinition.resolvedDependencies.map(({ name }) => name);
  // The tools run the first step, too; nothing has been made before it.
  expect(names).toEqual(expect.arrayContaining([`${first.folder}/build`, "chain/4-tools/main.ts", "seed/boot.hex"]));
  expect(names.every((name) => existsSync(join(root, name)))).toBe(true);
  expect(statement.predicate.runDetails.builder.version)
    .toEqual({ rootseed: "1", commit: "c", modified: "true", node: "20" });
  expect(statement.predicate.runDetails.byproducts).toBeUndefined();
  const record = { path: "compiler/compiler.record", sha256: "5".repeat(64) };
  const recorded = attestSteps([{ ...evidence()[0]!, record }], origins, builderNamed("urn:a", { version: "1",
    commit: "c", modified: true }, "20"), undefined);
  expect((JSON.parse(recorded[0]!.content.toString()) as Statement).predicate.runDetails.byproducts)
    .toEqual([{ name: record.path, digest: { sha256: record.sha256 } }]);
  const { earlier, inputs, archives } = origins.get(second.name)!;
  expect(earlier.map(({ name }) => name)).toEqual(steps.filter(({ flags }) => !flags.includes("unused"))
    .map(({ name }) => name));
  expect(archives).toEqual(second.archives);
  // A file that counts as an input of an earlier step is named here, too.
  expect(inputs.length).toBeGreaterThan((second.inputs ?? []).length);
});

describe("an envelope is refused", () => {
  const cases: [string, (envelope: Envelope, text: string) => string | Uint8Array, string][] = [
    ["of whose payload a bit was changed", (e) => JSON.stringify({ ...e, payload: flip(e.payload) }),
      "its signature is wrong: it was changed after anna signed it"],
    ["of whose signature a bit was changed", (e) => JSON.stringify({ ...e,
      signatures: [{ ...e.signatures[0], sig: flip(e.signatures[0]!.sig) }] }), "its signature is wrong"],
    ["that an unknown key has signed", ({ payload }) => JSON.stringify(seal(Buffer.from(payload, "base64"), stranger)),
      `is signed with a key that is not among --keys (key id ${stranger.id})`],
    ["that an unknown key has signed as a known one", ({ payload }) =>
      JSON.stringify(seal(Buffer.from(payload, "base64"), { ...stranger, id: anna.id })),
    "its signature is wrong: it was changed after anna signed it, or anna did not sign it"],
    ["whose key id is another one's", ({ payload }) =>
      JSON.stringify(seal(Buffer.from(payload, "base64"), { ...ben, id: anna.id })),
    `its key id ${anna.id} is that of anna, but ben has signed it`],
    ["whose key id is nobody's", ({ payload }) =>
      JSON.stringify(seal(Buffer.from(payload, "base64"), { ...anna, id: "me\u001b[2J" })),
    "its key id me?[2J is nobody's, but anna has signed it"],
    ["without signatures", (e) => JSON.stringify({ ...e, signatures: [] }), "an envelope without signatures"],
    ["that is none, but a bare statement", (e) => Buffer.from(e.payload, "base64"), "a statement without an envelope"],
    ["of another type", (e) => JSON.stringify({ ...e, payloadType: "text/plain" }), 'its payload is "text/plain"'],
    ["signed without its type", ({ payload }) => {
      const sig = sign(null, Buffer.from(payload, "base64"), anna.key).toString("base64");
      return JSON.stringify({ payloadType: statementType, payload, signatures: [{ keyid: anna.id, sig }] });
    }, "its signature is wrong"],
    ["signed as another type", ({ payload }) => {
      const sig = sign(null, preAuthEncoding("text/plain", Buffer.from(payload, "base64")), anna.key);
      return JSON.stringify({ payloadType: statementType, payload,
        signatures: [{ keyid: anna.id, sig: sig.toString("base64") }] });
    }, "its signature is wrong"],
    ["signed twice by one", (e) => JSON.stringify({ ...e, signatures: [e.signatures[0], e.signatures[0]] }),
      "anna has signed it twice"],
    ["with one signature more, by nobody known", (e) => JSON.stringify({ ...e, signatures: [...e.signatures,
      ...seal(Buffer.from(e.payload, "base64"), stranger).signatures] }), "not among --keys"],
    ["with one signature more, that is wrong", (e) => JSON.stringify({ ...e, signatures: [...e.signatures,
      { keyid: ben.id, sig: e.signatures[0]!.sig }] }), `its key id ${ben.id} is that of ben, but anna has signed it`],
    ["with too many signatures", (e) => JSON.stringify({ ...e, signatures: Array(17).fill(e.signatures[0]) }),
      "has 17 signatures"],
    ["with a payload that is there twice", (_, text) => text.replace('"payload":', '"payload":"e30=","payload":'),
      "can be read in two ways"],
    ["with a field that is not DSSE's", (e) => JSON.stringify({ ...e, note: 1 }), "is no DSSE envelope"],
    ["whose payload is not written as base64 is", (e) => JSON.stringify({ ...e, payload: `${e.payload}\n` }),
      "its payload is not written as base64 is"],
    ["that is no JSON", () => "{", "is no JSON in UTF-8"],
    ["that is empty", () => "", "is no JSON in UTF-8"],
    ["that is not in UTF-8", () => Buffer.from([0x22, 0xff, 0x22]), "is no JSON in UTF-8"],
    ["with a byte order mark", (_, text) => `\ufeff${text}`, "is no JSON in UTF-8"],
    ["that is one large string of escapes", () => `"${"\\n".repeat(1 << 20)}"`, "is no"],
    ["that is nested deeply", () => "[".repeat(200_000) + "]".repeat(200_000), "is no"],
  ];
  it.each(cases)("%s", (_, change, reason) => expect(reasonOf(withLast(change))).toContain(reason));
});

describe("an envelope counts", () => {
  it("whatever blanks it has, in both forms of base64, and without a key id", () => {
    expect(reasonOf(withLast((e) => JSON.stringify(e, undefined, 4)))).toBeUndefined();
    expect(reasonOf(withLast((e) => JSON.stringify({ ...e,
      payload: e.payload.replaceAll("+", "-").replaceAll("/", "_") })))).toBeUndefined();
    expect(reasonOf(withLast((e) => JSON.stringify({ ...e, signatures: [{ sig: e.signatures[0]!.sig }] }))))
      .toBeUndefined();
  });

  it("for each of those who have signed it", () => {
    const both = filesOf(anna).map(({ path, content }) => {
      const envelope = JSON.parse(Buffer.from(content as Uint8Array).toString()) as Envelope;
      const { signatures } = seal(Buffer.from(envelope.payload, "base64"), ben);
      return { path, content: Buffer.from(JSON.stringify({ ...envelope,
        signatures: [...envelope.signatures, ...signatures] })) };
    });
    const { ok, statements } = compare(both);
    expect([ok, statements[0]?.signers]).toEqual([true, ["anna", "ben"]]);
  });

  it("as DSSE's own example is encoded; lengths are those in bytes", () => {
    expect(preAuthEncoding("http://example.com/HelloWorld", Buffer.from("hello world")).toString())
      .toBe("DSSEv1 29 http://example.com/HelloWorld 11 hello world");
    expect(preAuthEncoding("ü", Buffer.from("ß")).toString()).toBe("DSSEv1 2 ü 2 ß");
  });
});

describe("a signed statement is refused", () => {
  const zero = "0".repeat(64);
  const definition = ({ predicate }: Statement) => predicate.buildDefinition;
  const [, other] = steps as [Step, Step];
  const cases: [string, (statement: Statement) => unknown, string][] = [
    ["that names an artifact twice", (s) => void s.subject.push(s.subject[0]!), "subject: names something twice"],
    ["that names a file of the repository twice", (s) =>
      void definition(s).resolvedDependencies.push(definition(s).resolvedDependencies[0]!), "names something twice"],
    ["with a subject that is there twice", (s) =>
      JSON.stringify(s).replace('"subject":', '"subject":[],"subject":'), "can be read in two ways"],
    ["that speaks of another step's artifact", (s) => void s.subject.push({ name: other.pins![0]!.path,
      digest: { sha256: zero } }), `speaks of ${other.pins![0]!.path}, which the step ${last.name} does not make`],
    ["that speaks of a file outside", (s) => void s.subject.push({ name: "../../etc/passwd",
      digest: { sha256: zero } }), "speaks of ../../etc/passwd, which the step"],
    ["that speaks of nothing", (s) => ({ ...s, subject: [] }), "is no statement on a step: subject"],
    ["on another step, in this one's file", (s) => {
      definition(s).externalParameters.step = other.name;
      Object.assign(definition(s).externalParameters, { folder: other.folder, stage: other.stage });
    }, `is about the step ${other.name}: its file would be called ${fileNameOf(other)}`],
    ["on a step with words for the terminal", (s) => void (definition(s).externalParameters.step = "a\u0007b"),
      "is no statement"],
    ["on a step of no name here", (s) => void (definition(s).externalParameters.step = "elsewhere"),
      "is about the step elsewhere, which this repository does not have"],
    ["on a step for another processor", (s) => void (definition(s).externalParameters.runsOn = "linux"),
      `is about another step ${last.name}: its runsOn is linux, here i386`],
    ["with a parameter that we do not know", (s) =>
      void Object.assign(definition(s).externalParameters, { patched: "yes" }), "is no statement on a step"],
    ["on another version of a file", (s) => void (definition(s).resolvedDependencies[0]!.digest.sha256 = zero),
      `says that the step was made of something else`],
    ["without one of the files", (s) => void definition(s).resolvedDependencies.pop(), "is missing"],
    ["with one file more", (s) => void definition(s).resolvedDependencies.push({ name: "chain/more.ts",
      digest: { sha256: zero } }), "chain/more.ts takes no part here"],
    ["whose builder is another one's key", (s) => void (s.predicate.runDetails.builder.id = builderOf(ben.id)),
      "has built it, but that key has not signed it"],
    ["of another type", (s) => ({ ...s, _type: "https://in-toto.io/Statement/v0.1" }), "is no statement on a step"],
    ["of another predicate", (s) => ({ ...s, predicateType: "https://slsa.dev/provenance/v0.2" }), "is no statement"],
    ["with a hash of another kind", (s) => void Object.assign(s.subject[0]!.digest, { md5: "0" }), "is no statement"],
    ["with words for the terminal", (s) => void (definition(s).internalParameters.engine = "\u001b]0;x\u0007"),
      "is no statement on a step: predicate.buildDefinition.internalParameters.engine"],
  ];
  it.each(cases)("%s", (_, change, reason) => expect(reasonOf(withStatement(change))).toContain(reason));

  it("under the name of no step", () => {
    expect(reasonOf(withStatement(() => undefined, anna, "x/../../004-cc.json")))
      .toBe(`is about the step ${last.name}: its file would be called ${fileNameOf(last)}`);
  });
});

describe("a difference is found", () => {
  it("where a party has made something else; what it then made of that does not count", () => {
    const [first] = (steps[0] as Step).pins as [Pin];
    const sha256 = "1".repeat(64);
    const { ok, rows, statements } = compare(filesOf(anna), filesOf(ben, evidence((pin) =>
      pin.path === first.path ? { ...pin, sha256 } : pin)));
    expect(ok).toBe(false);
    expect(rows[0]).toMatchObject({ expected: first.sha256, found: { anna: first.sha256, ben: sha256 }, ok: false });
    const refused = statements.filter((one) => one.refused !== undefined);
    expect(refused.map(({ signers, step }) => [signers, step]))
      .toEqual(steps.slice(1).map(({ name }) => [["ben"], name]));
    expect(refused[0]?.refused).toContain(`${first.path} was ${sha256}, pinned it is ${first.sha256}`);
  });

  it("where a party says nothing of one artifact", () => {
    const { ok, rows } = compare(withStatement((s) => void s.subject.pop()), filesOf(ben));
    expect([ok, rows.filter((row) => !row.ok).map(({ found }) => found["anna"])]).toEqual([false, [null]]);
  });

  it("where a party says two things in two statements", () => {
    const sha256 = "2".repeat(64);
    const { ok, rows } = compare(filesOf(anna), filesOf(ben), withStatement((s) => {
      s.subject[0]!.digest.sha256 = sha256;
    }).slice(-1));
    expect([ok, rows.filter((row) => !row.ok).map(({ found }) => found["anna"])]).toEqual([false, [sha256]]);
  });

  it("where a statement is missing, or all are", () => {
    expect(compare(filesOf(anna).slice(1), filesOf(ben)))
      .toMatchObject({ ok: false, missing: [{ party: "anna", step: steps[0]?.name }] });
    expect(compare(filesOf(anna)).missing).toEqual(steps.map(({ name }) => ({ party: "ben", step: name })));
    expect(compare().ok).toBe(false);
  });

  it("where this repository has another pin, or none", () => {
    for (const sha256 of ["3".repeat(64), unpinned]) {
      const changed = all.map((step) => step.name !== last.name ? step
        : { ...step, pins: step.pins!.map((pin, at) => at === 0 ? { ...pin, sha256 } : pin) });
      const { ok, rows } = compareStatements([...filesOf(anna), ...filesOf(ben)], parties,
        { steps: changed, origins, wanted: stepsUntil(changed, last.name) });
      expect([ok, rows.filter((row) => !row.ok).map(({ path }) => path)])
        .toEqual([false, [last.pins![0]!.path.slice(last.stage.length + 1)]]);
    }
  });
});

describe("a folder that others have filled", () => {
  const folder = join(scratch, "given");
  mkdirSync(join(folder, "anna"), { recursive: true });
  mkdirSync(join(folder, "folder.json"));
  const [file] = filesOf(anna);
  writeFileSync(join(folder, "anna/001-compiler.dsse.json"), file!.content as Uint8Array);
  symlinkSync(join(folder, "anna/001-compiler.dsse.json"), join(folder, "link.json"));
  symlinkSync("anna", join(folder, "linked"));
  writeFileSync(join(folder, "large.json"), "");
  truncateSync(join(folder, "large.json"), mostBytes + 1);
  writeFileSync(join(folder, "README.md"), "");
  writeFileSync(join(folder, "a\u001b[31m.json"), "{}");
  spawnSync("mkfifo", [join(folder, "pipe.json")]);

  it("is read without links, pipes and what is too large", async () => {
    const { given, others, bytes } = await readStatements(folder);
    expect(bytes).toBe(2 + (file!.content as Uint8Array).length);
    expect(given.map(({ path, content }) => [path.slice(folder.length + 1),
      content instanceof Error ? content.message : content.length])).toEqual([
      ["a?[31m.json", 2], ["anna/001-compiler.dsse.json", (file!.content as Uint8Array).length],
      ["large.json", "is larger than 4 MB, which no statement is"],
      ["link.json", "is a symbolic link, which is not followed"], ["pipe.json", "is no ordinary file"],
    ]);
    expect(others.map((path) => path.slice(folder.length + 1))).toEqual(["README.md", "linked"]);
    const { ok, statements } = compare(given);
    expect([ok, statements.map(({ refused }) => refused === undefined)]).toEqual([false,
      [false, true, false, false, false]]);
  });
});

it("a folder that would not fit into memory is not read to its end", async () => {
  const folder = join(scratch, "many");
  mkdirSync(folder);
  for (let at = 0; at < 66; at++) {
    writeFileSync(join(folder, `${at}.json`), "");
    truncateSync(join(folder, `${at}.json`), mostBytes);
  }
  await expect(readStatements(folder)).rejects.toThrow("has more than 10000 files, or than 256 MB");
});

describe("keys", () => {
  const path = (name: string): string => join(scratch, name);
  const pem = (name: string, text: string | Buffer): string => {
    writeFileSync(path(name), text, { mode: 0o600 });
    return path(name);
  };
  const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });

  it("are for their owner alone, and never overwritten", async () => {
    expect([statSync(path("anna")).mode & 0o777, statSync(path("anna.pub")).mode & 0o777]).toEqual([0o600, 0o644]);
    const before = readFileSync(path("anna"), "utf8");
    await expect(makeKey(path("anna"))).rejects.toThrow("anna: exists already, and a key is never overwritten");
    pem("lonely.pub", "");
    await expect(makeKey(path("lonely"))).rejects.toThrow("lonely.pub: exists already");
    expect([readFileSync(path("anna"), "utf8"), existsSync(path("lonely"))]).toEqual([before, false]);
  });

  it("that other users can read are mentioned", async () => {
    const notes: string[] = [];
    pem("open", readFileSync(path("anna")));
    chmodSync(path("open"), 0o644);
    await readSigningKey(path("open"), (line) => notes.push(line));
    expect(notes).toEqual([`${path("open")}: other users can read this private key: chmod 600 ${path("open")}`]);
  });

  it.each<[string, () => Promise<unknown>, string]>([
    ["a public key that is to sign", () => readSigningKey(path("anna.pub"), () => undefined), "expected a private key"],
    ["a private key that is to be known", () => readParties([path("anna")]), "is a private key: give the public one"],
    ["another kind of key", () => readParties([pem("rsa.pub", rsa.publicKey.export({ type: "spki", format: "pem" }))]),
      "is a key for rsa; expected ed25519"],
    ["another kind of private key", () => readSigningKey(pem("rsa", rsa.privateKey.export({ type: "pkcs8",
      format: "pem" })), () => undefined), "is a key for rsa; expected ed25519"],
    ["a passphrase", () => readSigningKey(pem("locked", rsa.privateKey.export({ type: "pkcs8", format: "pem",
      cipher: "aes-256-cbc", passphrase: "x" })), () => undefined), "is protected by a passphrase"],
    ["one key of two people", () => readParties([path("anna.pub"), pem("carla.pub", readFileSync(path("anna.pub")))]),
      "is the key of anna once more"],
    ["two keys in one file", () => readParties([pem("two.pub", readFileSync(path("anna.pub"), "utf8").repeat(2))]),
      "expected one public key"],
    ["half a key", () => readParties([pem("half.pub", readFileSync(path("anna.pub"), "utf8").replace(/A/, ""))]),
      "is no key in PEM that can be read"],
    ["no key", () => readParties([pem("none.pub", "")]), "expected one public key in PEM"],
    ["a folder", () => readParties([scratch]), "is no ordinary file"],
  ])("%s: refused", async (_, read, message) => expect(read()).rejects.toThrow(message));
});

it("the bill of materials is CycloneDX 1.6, by its schema; the same evidence makes the same bill", async () => {
  const { Spec, Validation } = await import("@cyclonedx/cyclonedx-library");
  const whole = stepsUntil(all, "linux").filter(({ pins }) => pins?.every(({ sha256 }) => sha256 !== unpinned));
  const said = whole.map((step) => ({ step, artifacts: step.pins ?? [], circumstances: { engine: "v86" }, run: {} }));
  const bill = await makeBill(said, origins, "1");
  expect(await makeBill(said, origins, "1")).toBe(bill);
  const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);
  expect(await validator.validate(bill)).toBeNull();
  expect(await validator.validate(bill.replace('"type": "file"', '"type": "pile"'))).not.toBeNull();
  interface Component { "bom-ref": string; name: string; version?: string; hashes: { content: string }[] }
  const { specVersion, components, dependencies } = JSON.parse(bill) as { specVersion: string;
    components: Component[]; dependencies: { ref: string; dependsOn?: string[] }[] };
  expect(specVersion).toBe("1.6");
  for (const { path, sha256 } of whole.flatMap(({ pins }) => pins ?? [])) {
    expect(components.find((one) => one["bom-ref"] === `artifact/${path}`)?.hashes[0]?.content).toBe(sha256);
  }
  const tcc = components.find(({ name }) => name === "tcc");
  expect([tcc?.version, tcc?.hashes[0]?.content]).toEqual(["0.9.27+git20200814.62c30a4a",
    all.find(({ name }) => name === "tcc")?.archives[0]?.sha256]);
  expect(dependencies.find(({ ref }) => ref === "artifact/tcc/tcc")?.dependsOn)
    .toEqual(expect.arrayContaining(["artifact/cc/cc", `source/${all.find(({ name }) => name === "tcc")!
      .archives[0]!.file}`, "rootseed"]));
});

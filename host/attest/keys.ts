// Keys: ed25519 in PEM files, a private one (PKCS #8) that signs, and public ones (SPKI) that other people are known
// by. A key's id is the SHA-256 of its public half in DER; the id in an envelope is a hint, and proves nothing.
//
// It must never overwrite a key, nor show a private one to other users.
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, link, open, rm, stat } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import { Status, UserError, withPath } from "../common/errors.js";
import { makeFolder, readOrdinaryFile, sha256 } from "../common/files.js";

/** A key that signs. */
export interface SigningKey {
  id: string;
  key: KeyObject;
}

/** Somebody who is known by a key. */
export interface Party {
  /** What the file of the key is called, without its ending. */
  name: string;
  id: string;
  key: KeyObject;
}

/** The id of a key, private or public. */
export function keyId(key: KeyObject): string {
  const half = key.type === "private" ? createPublicKey(key) : key;
  return sha256(half.export({ type: "spki", format: "der" }));
}

/**
 * Makes a key: FILE for its owner alone, and FILE.pub for everybody.
 * @returns its id
 */
export async function makeKey(file: string): Promise<string> {
  const files = [file, `${file}.pub`] as const;
  const there = files.find((one) => existsSync(one));
  if (there !== undefined) {
    throw new UserError(`${there}: exists already, and a key is never overwritten: choose another name`, Status.Usage);
  }
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  await writeNew(files[0], privateKey.export({ type: "pkcs8", format: "pem" }), 0o600);
  try {
    await writeNew(files[1], publicKey.export({ type: "spki", format: "pem" }), 0o644);
  } catch (error) {
    await rm(files[0], { force: true });
    throw error;
  }
  return keyId(publicKey);
}

/** Writes a file that is not there; one that has come up in the meantime stays as it is. */
async function writeNew(path: string, text: string | Buffer, mode: number): Promise<void> {
  await makeFolder(dirname(resolve(path)));
  const unfinished = `${path}.${process.pid}-new.tmp`;
  const file = await open(unfinished, "wx", mode).catch((error: unknown) => {
    throw withPath(path, error);
  });
  try {
    await file.writeFile(text);
    await file.sync();
    await file.close();
    await chmod(unfinished, mode);
    await link(unfinished, path);
  } catch (error) {
    throw withPath(path, error);
  } finally {
    await rm(unfinished, { force: true });
  }
}

/** Reads the key that signs; `note` is told when other users can read it, too. */
export async function readSigningKey(file: string, note: (line: string) => void): Promise<SigningKey> {
  const text = (await readOrdinaryFile(file)).toString("latin1");
  if (text.includes("-----BEGIN ENCRYPTED")) {
    throw new UserError(`${file}: is protected by a passphrase, which rootseed cannot ask for`);
  }
  if (!text.includes("PRIVATE KEY-----")) {
    throw new UserError(`${file}: expected a private key in PEM (rootseed attest --new-key FILE makes one)`);
  }
  const key = parseKey(file, () => createPrivateKey(text));
  if (((await stat(file)).mode & 0o077) !== 0) {
    note(`${file}: other users can read this private key: chmod 600 ${file}`);
  }
  return { id: keyId(key), key };
}

/** Reads the public keys of people, each in a file that is called as they are. */
export async function readParties(files: string[]): Promise<Party[]> {
  const parties: Party[] = [];
  for (const file of files) {
    const text = (await readOrdinaryFile(file)).toString("latin1");
    if (text.includes("PRIVATE KEY-----")) {
      throw new UserError(`${file}: is a private key: give the public one (FILE.pub), and the private one to nobody`);
    }
    if (text.split("-----BEGIN PUBLIC KEY-----").length !== 2) {
      throw new UserError(`${file}: expected one public key in PEM`);
    }
    const key = parseKey(file, () => createPublicKey(text));
    const party = { name: basename(file).replace(/(\.pub|\.pem)+$/, ""), id: keyId(key), key };
    const same = parties.find(({ name, id }) => name === party.name || id === party.id);
    if (same !== undefined) {
      throw new UserError(`${file}: ${same.id === party.id ? `is the key of ${same.name} once more`
        : `there is another key of ${same.name}: rename one of the files`}`, Status.Usage);
    }
    parties.push(party);
  }
  return parties;
}

function parseKey(file: string, parse: () => KeyObject): KeyObject {
  let key: KeyObject;
  try {
    key = parse();
  } catch {
    throw new UserError(`${file}: is no key in PEM that can be read`);
  }
  if (key.asymmetricKeyType !== "ed25519") {
    throw new UserError(`${file}: is a key for ${key.asymmetricKeyType ?? "something else"}; expected ed25519`);
  }
  return key;
}

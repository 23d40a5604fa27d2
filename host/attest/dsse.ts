// Envelopes: DSSE 1.0 (Dead Simple Signing Envelope), which in-toto and sigstore read. What is signed is not the text
// of the envelope but the payload with its type and both lengths (preAuthEncoding), so that neither can be moved into
// the other.
//
// How it thinks: an envelope counts as a whole or not at all. Each of its signatures has to be by somebody who is known
// and to name that key; so what is refused says why, and nobody's name is put to a signature that is not theirs.
import { sign, verify } from "node:crypto";
import { z } from "zod";
import type { Party, SigningKey } from "./keys.js";
import { harmless, Refusal } from "./refusal.js";

/** The type of an in-toto Statement. */
export const statementType = "application/vnd.in-toto+json";

/** The type of an envelope, for those who store it. */
export const envelopeType = "application/vnd.dsse.envelope.v1+json";

/** More signatures than these are nobody's wish. */
const mostSignatures = 16;

const envelopeSchema = z.strictObject({
  payloadType: z.string(),
  payload: z.string(),
  signatures: z.array(z.strictObject({ keyid: z.string().optional(), sig: z.string() })),
});

export type Envelope = z.infer<typeof envelopeSchema>;

/** The bytes that a signature is of (DSSE, "Pre-Authentication Encoding"). */
export function preAuthEncoding(type: string, payload: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(`DSSEv1 ${Buffer.byteLength(type)} ${type} ${payload.length} `), payload]);
}

/** Signs a payload. The same payload and key make the same envelope. */
export function seal(payload: Uint8Array, { id, key }: SigningKey): Envelope {
  return {
    payloadType: statementType,
    payload: Buffer.from(payload).toString("base64"),
    signatures: [{ keyid: id, sig: sign(null, preAuthEncoding(statementType, payload), key).toString("base64") }],
  };
}

export interface Opened {
  payload: Buffer;
  /** Those who have signed it, at least one. */
  signers: Party[];
}

/** The payload of an envelope and who has signed it; throws a Refusal when any part of that is in doubt. */
export function unseal(value: unknown, parties: Party[]): Opened {
  const { success, data } = envelopeSchema.safeParse(value);
  if (!success) {
    const isBare = typeof value === "object" && value !== null && "_type" in value;
    throw new Refusal(isBare ? "is not signed: a statement without an envelope" : "is no DSSE envelope");
  }
  if (data.payloadType !== statementType) {
    throw new Refusal(`its payload is ${harmless(JSON.stringify(data.payloadType))}, expected "${statementType}"`);
  }
  if (data.signatures.length === 0) {
    throw new Refusal("is not signed: an envelope without signatures");
  }
  if (data.signatures.length > mostSignatures) {
    throw new Refusal(`has ${data.signatures.length} signatures, more than ${mostSignatures}`);
  }
  const payload = fromBase64(data.payload, "its payload");
  const signed = preAuthEncoding(data.payloadType, payload);
  const signers = data.signatures.map(({ keyid, sig }) =>
    whoSigned(signed, fromBase64(sig, "its signature"), keyid, parties));
  const twice = signers.find((signer, index) => signers.indexOf(signer) < index);
  if (twice !== undefined) {
    throw new Refusal(`${twice.name} has signed it twice`);
  }
  return { payload, signers };
}

function whoSigned(signed: Buffer, signature: Buffer, id: string | undefined, parties: Party[]): Party {
  const named = parties.find((party) => party.id === id);
  const signer = parties.find(({ key }) => verify(null, signed, key, signature));
  if (signer === undefined) {
    throw new Refusal(named === undefined
      ? `is signed with a key that is not among --keys (key id ${harmless(id ?? "not given")})`
      : `its signature is wrong: it was changed after ${named.name} signed it, or ${named.name} did not sign it`);
  }
  if (id !== undefined && id !== "" && id !== signer.id) {
    throw new Refusal(`its key id ${harmless(id)} is ${named === undefined ? "nobody's" : `that of ${named.name}`}, ` +
      `but ${signer.name} has signed it`);
  }
  return signer;
}

/** The bytes of base64, or of its form for addresses (DSSE allows both): the only text that stands for them. */
function fromBase64(text: string, what: string): Buffer {
  const standard = text.replaceAll("-", "+").replaceAll("_", "/");
  const bytes = Buffer.from(standard, "base64");
  if (bytes.toString("base64") !== standard) {
    throw new Refusal(`${what} is not written as base64 is`);
  }
  return bytes;
}

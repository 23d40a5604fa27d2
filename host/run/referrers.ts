// What an exported image says about itself: the statements of this run on the chain's steps, signed, and the bill of
// materials. Both are about our steps alone; nothing is said of the user's own.
import { attestSteps } from "../attest/attest.js";
import { envelopeType } from "../attest/dsse.js";
import { builderNamed, evidenceOfRun } from "../attest/evidence.js";
import { billType, makeBill } from "../attest/sbom.js";
import { builderOf } from "../attest/statement.js";
import type { RunDocument } from "../report/document.js";
import { findOrigins } from "../steps/origins.js";
import type { Referrer } from "./oci.js";
import type { RunPlan } from "./plan.js";

/** What goes into the image; nothing where nobody signs. */
export async function referrersOf({ options, steps }: RunPlan, document: RunDocument): Promise<Referrer[]> {
  if (options.signer === undefined) {
    return [];
  }
  const own = steps.all.filter(({ isUserStep }) => !isUserStep);
  const origins = await findOrigins(options.root, own);
  const evidence = evidenceOfRun(document, own, steps.keys);
  const builder = builderNamed(builderOf(options.signer.id), document.rootseed, document.host.node);
  const statements = attestSteps(evidence, origins, builder, options.signer);
  const bill = await makeBill(evidence, origins, document.rootseed.version);
  return [
    { artifactType: envelopeType, files: statements.map(({ name, content }) =>
      ({ name, mediaType: envelopeType, content })) },
    { artifactType: billType, files: [{ name: "bom.cdx.json", mediaType: billType, content: Buffer.from(bill) }] },
  ];
}

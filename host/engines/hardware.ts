// How an emulated PC is built: what the user may choose.
export interface Hardware {
  /** Whose BIOS: the repository's, or the one that QEMU brings along. */
  bios: "ours" | "qemu";
  /** The disk's controller: PIIX (legacy IDE ports) or AHCI. */
  disk: "piix" | "ahci";
  /** Use KVM where a short probe shows that it works. */
  kvm: boolean;
  /** A processor's model, as QEMU calls it. */
  cpu?: string;
  /** The time at which the machine's clock begins, YYYY-MM-DDTHH:MM:SS; now when undefined. */
  clock?: string;
}

export const biosNames = ["ours", "qemu"] as const;
export const diskNames = ["piix", "ahci"] as const;
/** QEMU built otherwise, by the names that `verify --engines` takes. */
export const qemuVariants: Record<string, Partial<Hardware>> = {
  "qemu-ours": { bios: "ours" },
  "qemu-ahci": { disk: "ahci" },
  // What no artifact may depend on.
  "qemu-2040": { cpu: "Nehalem", clock: "2040-02-29T23:59:00" },
};

export const defaultHardware: Hardware = { bios: "qemu", disk: "piix", kvm: false };

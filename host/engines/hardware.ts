// How an emulated PC is built, as far as the user may choose.
export interface Hardware {
  /** Whose BIOS: the repository's, or the one that QEMU brings along. */
  bios: "ours" | "qemu";
  /** The disk's controller: PIIX (legacy IDE ports) or AHCI. */
  disk: "piix" | "ahci";
  /** Use KVM where a short probe shows that it works. */
  kvm: boolean;
}

export const biosNames = ["ours", "qemu"] as const;
export const diskNames = ["piix", "ahci"] as const;
/** QEMU built otherwise, by the names that `verify --engines` takes. */
export const qemuVariants: Record<string, Partial<Hardware>> = {
  "qemu-ours": { bios: "ours" },
  "qemu-ahci": { disk: "ahci" },
};

export const defaultHardware: Hardware = { bios: "qemu", disk: "piix", kvm: false };

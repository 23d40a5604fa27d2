// How long what a test waits for may take, in milliseconds. No test is about speed: such a limit only ends what hangs,
// so it must be far above what a slow computer needs on which much else runs.

/** A program. The slowest of them take a minute on two busy cores. */
export const hangsAfter = 500_000;

/** How long a machine may say nothing. */
export const silentFor = 240_000;

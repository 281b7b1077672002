/** What a step ends with when something that it needs is not on this machine. */
export const SKIPPED = 77;

/** Ends this step without a judgement, and says why. */
export function skip(reason: string): never {
  console.log(reason);
  process.exit(SKIPPED);
}

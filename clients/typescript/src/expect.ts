import { isDeepStrictEqual } from 'node:util';

let failed = 0;

/** Notes, and tells, that something is not what it has to be. */
export function expect(what: string, is: unknown, wanted: unknown): void {
  if (isDeepStrictEqual(is, wanted)) return;
  failed += 1;
  console.error(`${what}: ${JSON.stringify(is)} instead of ${JSON.stringify(wanted)}`);
}

/** The same for something that is only right or wrong. */
export function check(what: string, isRight: boolean): void {
  if (isRight) return;
  failed += 1;
  console.error(what);
}

/** Whether everything was as it has to be until now. */
export const isFine = () => failed === 0;

/** Ends the step with what was found. */
export function finish(says: string): never {
  console.log(`${says}, ${failed} failures`);
  process.exit(failed === 0 ? 0 : 1);
}

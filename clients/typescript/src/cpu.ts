import { readFileSync } from 'node:fs';
import { binary } from './server.ts';

/** What one bad request may cost the server: 50 ms of a release build, of which a debug build takes up to 20 times as many. */
const isDebug = binary.includes('/debug/');
export const BOUND = isDebug ? 1_000 : 50;
export const bound = isDebug ? `${BOUND} ms (20 times 50, as it is a debug build)` : `${BOUND} ms`;

/** What the kernel counts in. */
const TICK = 10;

/** Milliseconds of processor that a server has used, in all its threads; nothing where the system does not tell. */
export function used(pid: number): number | undefined {
  try {
    // The name, which may hold anything, ends with the last bracket; user and system time are the 14th and 15th value.
    const values = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ');
    return (Number(values[11]) + Number(values[12])) * TICK;
  } catch {
    return undefined;
  }
}

import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { create, drop, reachable } from './postgres.ts';
import { fuzz, install } from './schemathesis.ts';
import { startServer } from './server.ts';

/*
 * Schemathesis for as long as wanted, half on SQLite and half on the PostgreSQL of TEST_DATABASE_URL: `npm run fuzz -- <binary> <seconds>
 * <first seed>`. Each round has a fresh server and the next seed, so that a failure is found again by its seed, and every other one also
 * sends what is wrong by the schema. What became of the requests is left in target/fuzz.
 */

const [binary, seconds, first] = process.argv.slice(2);
const program = resolve(binary ?? '../../target/debug/volmify');
const each = (Number(seconds ?? 600) * 1000) / 2;
const reports = join(import.meta.dirname, '../../../target/fuzz');
/** Root fields that have to be reached by a round of good requests. */
const LEAST = 90;
mkdirSync(reports, { recursive: true });

const installed = install();
if ('missing' in installed) throw new Error(`Schemathesis cannot be installed: ${installed.missing}`);
const schemathesis = installed.program;

/** At least two rounds, one of each mode. */
async function rounds(name: string, database: () => string | undefined): Promise<number> {
  let failures = 0;
  const end = Date.now() + each;
  const start = Number(first ?? 1);
  for (let seed = start; seed < start + 2 || Date.now() < end; seed += 1) {
    const mode = (seed - start) % 2 === 0 ? 'positive' : 'all';
    const server = await startServer(program, { database: database() });
    const report = join(reports, `${name}-${seed}.json`);
    const { ok, output, reached } = fuzz(schemathesis, { url: server.url, seed, examples: 20, mode, report });
    await server.stop();
    writeFileSync(join(reports, `${name}-${seed}.txt`), output);
    const isReached = mode === 'all' || reached >= LEAST;
    if (!ok || !isReached) failures += 1;
    const result = !ok ? 'FAILED, see target/fuzz' : isReached ? 'ok' : `FAILED, ${LEAST} root fields have to be reached`;
    console.log(`${name}, seed ${seed}, ${mode}: ${result}; ${output.trim().split('\n').at(-1)}`);
  }
  return failures;
}

if (!reachable()) throw new Error('no PostgreSQL is reached by psql; TEST_DATABASE_URL names one elsewhere');
let failures = await rounds('sqlite', () => undefined);
const name = `volmify_fuzz_${process.pid}`;
failures += await rounds('postgres', () => create(name));
drop(name);
process.exitCode = failures === 0 ? 0 : 1;

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { server } from './client.ts';
import { check, finish, isFine } from './expect.ts';
import { create, drop, reachable } from './postgres.ts';
import { fuzz, install, type Run } from './schemathesis.ts';
import { binary, startServer } from './server.ts';
import { skip } from './skip.ts';

/*
 * A short run of Schemathesis with a seed that stays: every root field with good and bad requests on the server of the contract, and with
 * good ones on PostgreSQL. Refusals alone would try little, so a number of fields must have done what they are there for. `just
 * fuzz` is the long one.
 */

const reports = join(import.meta.dirname, '../../../target/fuzz');
mkdirSync(reports, { recursive: true });
const installed = install();
if ('missing' in installed) skip(`Schemathesis cannot be installed: ${installed.missing}`);
const { program } = installed;

function short(name: string, run: Omit<Run, 'report' | 'seed'>, least: number): string {
  const { ok, output, reached } = fuzz(program, { ...run, seed: 1, report: join(reports, `short-${name}.json`) });
  const last = output.trim().split('\n').at(-1) ?? '';
  check(`${name}:\n${output}`, ok);
  check(`${name}: ${reached} root fields were reached, ${least} have to be; ${last}`, reached >= least);
  return `${reached} root fields on ${name}`;
}

const reached = [short('SQLite', { url: server, examples: 5, mode: 'all' }, 65)];
if (!isFine()) finish(reached.join());
if (!reachable()) skip(`${reached[0]}; no PostgreSQL is reached by psql, TEST_DATABASE_URL names one elsewhere`);
const name = `volmify_fuzz_short_${process.pid}`;
try {
  const postgres = await startServer(binary, { database: create(name) });
  try {
    reached.push(short('PostgreSQL', { url: postgres.url, examples: 2, mode: 'positive' }, 55));
  } finally {
    await postgres.stop();
  }
} finally {
  drop(name);
}
finish(`good and bad requests reach ${reached.join(', ')}`);

import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fuzz, install } from './schemathesis.ts';
import { startServer } from './server.ts';

/*
 * Schemathesis for as long as wanted, on SQLite and then on PostgreSQL: `npm run fuzz -- <binary> <seconds> <postgres URL>
 * <first seed>`. Each round has a fresh server and the next seed, so that a failure is found again by its seed. What
 * became of the requests is left in target/fuzz.
 */

const [binary, seconds, postgres, first] = process.argv.slice(2);
const program = resolve(binary ?? '../../target/debug/volmify');
const each = (Number(seconds ?? 600) * 1000) / 2;
const reports = join(import.meta.dirname, '../../../target/fuzz');
mkdirSync(reports, { recursive: true });

const installed = install();
if ('missing' in installed) throw new Error(`Schemathesis cannot be installed: ${installed.missing}`);
const schemathesis = installed.program;

function sql(statement: string): boolean {
  return spawnSync('psql', ['-qXw', postgres ?? '', '-c', statement], { stdio: 'ignore' }).status === 0;
}

async function rounds(name: string, database: () => string | undefined): Promise<number> {
  let failures = 0;
  const end = Date.now() + each;
  for (let seed = Number(first ?? 1); Date.now() < end; seed += 1) {
    const server = await startServer(program, { database: database() });
    const report = join(reports, `${name}-${seed}.json`);
    const { ok, output } = fuzz(schemathesis, { url: server.url, seed, examples: 20, mode: 'positive', report });
    await server.stop();
    writeFileSync(join(reports, `${name}-${seed}.txt`), output);
    if (!ok) failures += 1;
    console.log(`${name}, seed ${seed}: ${ok ? 'ok' : 'FAILED, see target/fuzz'}; ${output.trim().split('\n').at(-1)}`);
  }
  return failures;
}

let failures = await rounds('sqlite', () => undefined);
if (postgres && sql('SELECT 1')) {
  const name = `volmify_fuzz_${process.pid}`;
  const url = new URL(postgres);
  url.pathname = `/${name}`;
  failures += await rounds('postgres', () => {
    sql(`DROP DATABASE IF EXISTS ${name}`);
    if (!sql(`CREATE DATABASE ${name}`)) throw new Error(`no database can be made at ${postgres}`);
    return url.href;
  });
  sql(`DROP DATABASE IF EXISTS ${name}`);
} else {
  console.log('PostgreSQL was left out: no psql reaches it');
}
process.exitCode = failures === 0 ? 0 : 1;

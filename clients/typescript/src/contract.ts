import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { environment, startServer, type Server } from './server.ts';
import { SKIPPED } from './skip.ts';
import { here, steps, type Step } from './steps.ts';
import { writeTable } from './table.ts';

/*
 * Starts a server on a free port with an empty data folder and the demo, runs everything that judges its API, prints
 * a table, and compares it with the one of README. The first argument is the binary; what follows are words of the titles of steps, to
 * run only those. `--write` writes the table of README. With CONTRACT_COMPLETE=1, as CI sets it, a step that was skipped has failed.
 */

const [program, ...only] = process.argv.slice(2).filter((word) => word !== '--write');
const isWriting = process.argv.includes('--write');
const isComplete = process.env['CONTRACT_COMPLETE'] === '1';
const binary = resolve(program ?? join(here, '../../target/debug/volmify'));

async function run({ command: [program, ...words] }: Step, { url, pid }: Server): Promise<{ code: number; output: string }> {
  const env = environment({ VOLMIFY_URL: url, VOLMIFY_PID: String(pid), VOLMIFY_BINARY: binary });
  const child = spawn(program, words, { cwd: here, env, timeout: 300_000 });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  return new Promise((done) => {
    child.once('error', (error) => done({ code: 1, output: String(error) }));
    child.once('close', (code) => done({ code: code ?? 1, output }));
  });
}

/** What a tool says at its end, without colours and signs. */
function lastLine(output: string): string {
  const line = output.trim().split('\n').at(-1) ?? '';
  return line.replace(/\x1b\[[0-9;]*m/g, '').replace(/^\[\w+\] ?/, '').slice(0, 120);
}

const server = await startServer(binary);
const rows: Record<string, { result: string; seconds: string; says: string }> = {};
const said = new Map<string, string>();
let failures = 0;

try {
  for (const step of steps) {
    if (only.length > 0 && !only.some((word) => step.title.includes(word))) continue;
    const begun = Date.now();
    const { code, output } = await run(step, server);
    const result = code === 0 ? 'ok' : code === SKIPPED && !isComplete ? 'skipped' : 'FAILED';
    if (result === 'ok') said.set(step.title, lastLine(output));
    if (result === 'FAILED') {
      failures += 1;
      console.error(`\n--- ${step.title}\n${output}`);
    }
    rows[step.title] = { result, seconds: ((Date.now() - begun) / 1000).toFixed(1), says: lastLine(output) };
  }
} finally {
  await server.stop();
}
console.table(rows);
if (writeTable(said, { dry: !isWriting }) && !isWriting) {
  failures += 1;
  console.error('The table in README.md is not what the steps have found: run `just contract-table` and commit the result');
}
process.exitCode = failures === 0 ? 0 : 1;

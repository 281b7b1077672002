import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/*
 * Starts a server on a free port with an empty data folder and the demo, runs everything that judges its API, and prints
 * a table. The first argument is the binary.
 */

const here = join(import.meta.dirname, '..');
const binary = resolve(process.argv[2] ?? join(here, '../../target/debug/volmify'));
const tool = (name: string) => join(here, 'node_modules/.bin', name);
const tsx = (script: string): Step['command'] => [tool('tsx'), join(here, 'src', script)];

interface Step {
  title: string;
  command: [string, ...string[]];
}

const steps: Step[] = [
  { title: 'graphql-codegen: client preset', command: [tool('graphql-codegen'), '--config', 'codegen.ts'] },
  { title: 'graphql-codegen: a typed call per example', command: tsx('write-calls.ts') },
  { title: 'tsc --strict', command: [tool('tsc')] },
  { title: 'relay-compiler: @refetchable, @connection', command: [tool('relay-compiler'), 'relay.config.json'] },
  {
    title: 'graphql-eslint: schema and Relay rules',
    command: [tool('eslint'), '--max-warnings', '0', '--config', 'eslint.config.js', 'generated/schema.graphql'],
  },
  { title: 'graphql-http: audits', command: tsx('audit.ts') },
  { title: 'examples/operations', command: tsx('run-operations.ts') },
  { title: 'persisted queries, by hash and by id', command: tsx('persisted.ts') },
  { title: 'uploads: a picture by multipart form', command: tsx('uploads.ts') },
  { title: 'subscriptions: graphql-ws, graphql-sse', command: tsx('subscriptions.ts') },
];

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((listening) => probe.once('listening', listening));
  const { port } = probe.address() as AddressInfo;
  await new Promise((closed) => probe.close(closed));
  return port;
}

/** Only what tools need: somebody's own settings of Volmify are none of the contract's business. */
function environment(more: Record<string, string>): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('VOLMIFY_'));
  return { ...Object.fromEntries(kept), ...more };
}

async function ready(server: ChildProcess, url: string): Promise<void> {
  for (const end = Date.now() + 60_000; Date.now() < end; ) {
    if (server.exitCode !== null) throw new Error(`the server ended with ${server.exitCode}`);
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((later) => setTimeout(later, 100));
  }
  throw new Error('the server was not ready within a minute');
}

async function run({ command: [program, ...words] }: Step, url: string): Promise<{ ok: boolean; output: string }> {
  const child = spawn(program, words, { cwd: here, env: environment({ VOLMIFY_URL: url }) });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  return new Promise((done) => {
    child.once('error', (error) => done({ ok: false, output: String(error) }));
    child.once('close', (code) => done({ ok: code === 0, output }));
  });
}

/** What a tool says at its end, without colours and signs. */
function lastLine(output: string): string {
  const line = output.trim().split('\n').at(-1) ?? '';
  return line.replace(/\x1b\[[0-9;]*m/g, '').replace(/^\[\w+\] ?/, '').slice(0, 60);
}

const url = `http://127.0.0.1:${await freePort()}`;
const folder = mkdtempSync(join(tmpdir(), 'volmify-contract-'));
const server = spawn(binary, ['serve', '--demo', '--drain-notice', '0'], {
  cwd: folder,
  env: environment({ VOLMIFY_LISTEN: url.slice('http://'.length), VOLMIFY_DATA_DIR: folder, VOLMIFY_LOG: 'warn' }),
  stdio: ['ignore', 'ignore', 'inherit'],
});
const ended = new Promise((done) => server.once('close', done));
const rows: Record<string, { result: string; seconds: string; says: string }> = {};
let failures = 0;

try {
  await ready(server, url);
  for (const step of steps) {
    const begun = Date.now();
    const { ok, output } = await run(step, url);
    if (!ok) {
      failures += 1;
      console.error(`\n--- ${step.title}\n${output}`);
    }
    rows[step.title] = {
      result: ok ? 'ok' : 'FAILED',
      seconds: ((Date.now() - begun) / 1000).toFixed(1),
      says: lastLine(output),
    };
  }
} finally {
  server.kill('SIGINT');
  await ended;
  rmSync(folder, { recursive: true, force: true });
}
console.table(rows);
process.exitCode = failures === 0 ? 0 : 1;

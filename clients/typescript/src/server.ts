import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A server that was started for the tools, with the demo and nothing else. */
export interface Server {
  url: string;
  pid: number;
  /** Ends it as an operator does, with time to say good-bye. */
  stop(): Promise<void>;
}

/** How a server is different from the usual one. */
export interface Different {
  /** The database, if not SQLite in an empty folder. */
  database?: string | undefined;
  /** Settings as variables of the environment. */
  settings?: Record<string, string>;
}

/** The binary that the steps try, for those that start a server of their own. */
export const binary = process.env['VOLMIFY_BINARY'] ?? join(import.meta.dirname, '../../../target/debug/volmify');

/** Only what tools need: somebody's own settings of Volmify are none of theirs. */
export function environment(more: Record<string, string>): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('VOLMIFY_'));
  return { ...Object.fromEntries(kept), ...more };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((listening) => probe.once('listening', listening));
  const { port } = probe.address() as AddressInfo;
  await new Promise((closed) => probe.close(closed));
  return port;
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

/** Starts a server with the demo on a free port with an empty data folder. */
export async function startServer(program: string, { database, settings }: Different = {}): Promise<Server> {
  const url = `http://127.0.0.1:${await freePort()}`;
  const folder = mkdtempSync(join(tmpdir(), 'volmify-contract-'));
  const server = spawn(program, ['serve', '--drain-notice', '0'], {
    cwd: folder,
    env: environment({
      VOLMIFY_LISTEN: url.slice('http://'.length),
      VOLMIFY_DATA_DIR: folder,
      VOLMIFY_DEMO: 'true',
      VOLMIFY_LOG: 'warn',
      ...(database ? { VOLMIFY_DATABASE_URL: database } : {}),
      ...settings,
    }),
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = new Promise((done) => server.once('close', done));
  const stop = async () => {
    server.kill('SIGINT');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await ready(server, url);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, pid: server.pid!, stop };
}

import { spawnSync } from 'node:child_process';

/** The server on which databases are made; the one of this machine, if none is named. */
const server = process.env['TEST_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';

function sql(statement: string): boolean {
  return spawnSync('psql', ['-qXw', server, '-c', statement], { stdio: 'ignore', timeout: 60_000 }).status === 0;
}

/** Whether PostgreSQL is there. */
export const reachable = () => sql('SELECT 1');

/** An empty database, in place of what a run before has left of it. */
export function create(name: string): string {
  drop(name);
  if (!sql(`CREATE DATABASE ${name}`)) throw new Error(`no database can be made at ${server}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

export const drop = (name: string) => sql(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);

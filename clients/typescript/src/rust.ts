import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { server } from './client.ts';
import { skip } from './skip.ts';

/* Builds the example client in Rust, whose types are generated from schema.graphql, and lets it buy something. */

const root = join(import.meta.dirname, '../../..');
const env = { ...process.env, CARGO_TARGET_DIR: join(root, 'target'), CARGO_TERM_COLOR: 'never' };
const cargo = (...words: string[]) => spawnSync('cargo', words, { cwd: join(root, 'examples/rust-client'), env, encoding: 'utf8' });

if (cargo('--version').status !== 0) skip('cargo is not installed');
const fetched = cargo('fetch', '--locked', '--quiet');
if (fetched.status !== 0) skip(`its crates cannot be had: ${fetched.stderr.trim().split('\n').at(-1)}`);

const buyer = ['marko@alpenglow.example', 'volmify-demo-2026'];
const ran = cargo('run', '--quiet', '--locked', '--', server, ...buyer);
console.error(ran.stderr);
console.log(ran.stdout.trim());
process.exitCode = ran.status ?? 1;

import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CriticalityLevel, diff, type Change } from '@graphql-inspector/core';
import { buildSchema } from 'graphql';
import { skip } from './skip.ts';

/*
 * Compares schema.graphql with the one that clients know: that of SCHEMA_BASE, of the last commit shared with
 * origin/main, or of the newest commit that has another. A breaking change needs an ADR that names it, on a line of a
 * block ```breaking-changes, as this step prints it.
 */

const root = join(import.meta.dirname, '../../..');
const file = 'schema.graphql';

function git(...words: string[]): string | undefined {
  try {
    return execFileSync('git', words, { cwd: root, encoding: 'utf8', stdio: 'pipe', maxBuffer: 1 << 26 }).trim();
  } catch {
    return undefined;
  }
}

const present = readFileSync(join(root, file), 'utf8').trim();
const known = (commit: string) => git('show', `${commit}:${file}`);

function base(): string | undefined {
  const named = process.env['SCHEMA_BASE'];
  if (named) {
    const found = git('rev-parse', '--verify', `${named}^{commit}`);
    if (!found) throw new Error(`SCHEMA_BASE: there is no commit ${named}`);
    return found;
  }
  const shared = git('merge-base', 'HEAD', 'origin/main');
  if (shared && shared !== git('rev-parse', 'HEAD')) return shared;
  const commits = git('rev-list', '--max-count', '20', 'HEAD', '--', file)?.split('\n') ?? [];
  return commits.find((commit) => commit !== '' && known(commit) !== present);
}

/** The breaking changes that were decided on. */
function decided(): Set<string> {
  const folder = join(root, 'docs/adr');
  const texts = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  const blocks = texts.flatMap((text) => [...text.matchAll(/^```breaking-changes\n([^]*?)^```/gm)]);
  return new Set(blocks.flatMap(([, lines]) => lines!.split('\n').map((line) => line.trim())));
}

const commit = base() ?? skip('no commit with another schema is known here');
const before = known(commit);
if (!before) throw new Error(`${commit} has no ${file}`);
const changes = await diff(buildSchema(before), buildSchema(present));
const of = (level: CriticalityLevel) => changes.filter((change) => change.criticality.level === level);
const name = (change: Change) => `${change.type} ${change.path ?? ''}`.trim();
const allowed = decided();
const breaking = of(CriticalityLevel.Breaking);
const undecided = breaking.filter((change) => !allowed.has(name(change)));
for (const change of undecided) console.error(`${name(change)}\n  ${change.message}`);
if (undecided.length > 0) console.error('Each of these lines belongs into an ADR, in a block ```breaking-changes, or the change is taken back.');
const counts = `${changes.length} changes, ${breaking.length} breaking, ${undecided.length} of them undecided`;
console.log(`since ${commit.slice(0, 9)}: ${counts}`);
process.exitCode = undecided.length === 0 ? 0 : 1;

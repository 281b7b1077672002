import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { environment } from './server.ts';

const folder = join(import.meta.dirname, '../../schemathesis');
const requirements = join(folder, 'requirements.txt');

/** Where Schemathesis is, in the versions of its requirements; installed there when it is not yet. A sentence says why it cannot be. */
export function install(): { program: string } | { missing: string } {
  const versions = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12);
  const place = join(import.meta.dirname, '../../../target/tools', `schemathesis-${versions}`);
  const program = join(place, 'bin/schemathesis');
  if (existsSync(program)) return { program };
  const steps: [string, string[]][] = [
    ['python3', ['-m', 'venv', place]],
    [join(place, 'bin/python'), ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--requirement', requirements]],
  ];
  for (const [command, words] of steps) {
    const done = spawnSync(command, words, { encoding: 'utf8', timeout: 180_000 });
    if (done.status === 0) continue;
    rmSync(place, { recursive: true, force: true });
    const reason = (done.stderr ?? '').trim().split('\n').at(-1) || done.error?.message || `it ended with ${done.status}`;
    return { missing: `${command} ${words.slice(0, 3).join(' ')}: ${reason}` };
  }
  return { program };
}

export interface Run {
  url: string;
  seed: number;
  /** How many requests are made up for each root field. */
  examples: number;
  /** `all` also sends operations that are wrong by the schema, which have to be refused. */
  mode: 'positive' | 'all';
  /** Where to write what became of the requests. */
  report: string;
}

export interface Outcome {
  /** Whether each answer was as it has to be. */
  ok: boolean;
  output: string;
  /** Root fields that did at least once what they are there for. */
  reached: number;
}

/** How many root fields there are for which requests were carried out. */
function reach(report: string): number {
  const outcomes = JSON.parse(readFileSync(report, 'utf8')) as Record<string, Record<string, number>>;
  return Object.values(outcomes).filter((found) => (found['carried out'] ?? 0) > 0).length;
}

/** Sends made-up requests for every root field. */
export function fuzz(program: string, { url, seed, examples, mode, report }: Run): Outcome {
  const words = [
    ['--config-file', 'schemathesis.toml', 'run', `${url}/graphql`],
    ['--checks', 'answers_with_a_code,response_schema_conformance,negative_data_rejection'],
    ['--phases', 'fuzzing', '--mode', mode, '--seed', String(seed), '--max-examples', String(examples)],
    ['--continue-on-failure', '--no-shrink', '--suppress-health-check', 'all', '--generation-database', 'none'],
    ['--warnings', 'off', '--request-timeout', '30', '--no-color'],
  ].flat();
  const more = { VOLMIFY_URL: url, PYTHONDONTWRITEBYTECODE: '1', VOLMIFY_FUZZ_REPORT: report };
  rmSync(report, { force: true });
  const ran = spawnSync(program, words, { cwd: folder, env: environment(more), encoding: 'utf8', maxBuffer: 1 << 28 });
  const output = `${ran.stdout}${ran.stderr}`;
  return { ok: ran.status === 0, output, reached: existsSync(report) ? reach(report) : 0 };
}

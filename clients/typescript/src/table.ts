import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { here, steps, type Step } from './steps.ts';

/* The table of README, between two marks, written from what the steps have found. */

const root = join(here, '../..');
const readme = join(root, 'README.md');
const [BEGIN, END] = ['<!-- contract: written by `just contract-table` -->\n', '<!-- /contract -->'];
const HEAD = '| Client or tool | Version | What is tried | Result |\n| --- | --- | --- | --- |\n';

interface Lock {
  packages: Record<string, { version?: string }>;
}
const locks = ['clients/typescript', 'clients/graphiql'].map(
  (folder) => JSON.parse(readFileSync(join(root, folder, 'package-lock.json'), 'utf8')) as Lock,
);
const python = readFileSync(join(root, 'clients/schemathesis/requirements.txt'), 'utf8');
const rust = readFileSync(join(root, 'examples/rust-client/Cargo.lock'), 'utf8');

function version(name: string): string {
  const npm = locks.map((lock) => lock.packages[`node_modules/${name}`]?.version).find((found) => found !== undefined);
  const pip = new RegExp(`^${name}==(.*)$`, 'm').exec(python)?.[1];
  const cargo = new RegExp(`name = "${name}"\nversion = "(.*)"`).exec(rust)?.[1];
  const found = npm ?? pip ?? cargo;
  if (found === undefined) throw new Error(`no lock file tells the version of ${name}`);
  return found;
}

function line({ title, row }: Step, says: string): string {
  const versions = (row.of ?? []).map(version).join(', ');
  return `| ${title} | ${versions} | ${row.tries} | ${row.result ?? says.replace(', 0 failures', '')} |\n`;
}

/** Writes what the steps that succeeded say; what was not tried this time stays. Gives whether anything was different. */
export function writeTable(said: ReadonlyMap<string, string>, { dry }: { dry: boolean }): boolean {
  const text = readFileSync(readme, 'utf8');
  const [before, rest] = text.split(BEGIN);
  const [present, after] = rest?.split(END) ?? [];
  if (before === undefined || present === undefined || after === undefined) throw new Error('README.md has lost the marks of its table');
  const known = (title: string) => present.split('\n').find((line) => line.startsWith(`| ${title} |`));
  const lines = steps.map((step) => {
    const says = said.get(step.title);
    const old = known(step.title);
    return says === undefined ? (old ? `${old}\n` : '') : line(step, says);
  });
  const table = HEAD + lines.join('');
  if (!dry) writeFileSync(readme, before + BEGIN + table + END + after);
  return table !== present;
}

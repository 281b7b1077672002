import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Kind, parse } from 'graphql';

/*
 * Prepares what the other tools read. Above all one typed call per example: the generated document with the variables of its file spelled out, so that the
 * compiler checks the variables against the schema too.
 */

const folder = join(import.meta.dirname, '../../../examples/operations');
const names: string[] = [];
const calls: string[] = [];

for (const file of readdirSync(folder).sort()) {
  if (!file.endsWith('.graphql')) continue;
  const stem = file.slice(0, -'.graphql'.length);
  const operation = parse(readFileSync(join(folder, file), 'utf8')).definitions.find(
    (definition) => definition.kind === Kind.OPERATION_DEFINITION,
  );
  if (!operation?.name || operation.operation === 'subscription') continue;
  const name = `${operation.name.value}Document`;
  const variables = join(folder, `${stem}.variables.json`);
  const values = existsSync(variables) ? readFileSync(variables, 'utf8').trim() : '{}';
  names.push(name);
  calls.push(`  { file: '${stem}', run: (send) => send(${name}, ${values}) },`);
}

const output = join(import.meta.dirname, '../generated');
mkdirSync(join(output, 'relay'), { recursive: true });
// ESLint reads only what is below its configuration.
copyFileSync(join(import.meta.dirname, '../../../schema.graphql'), join(output, 'schema.graphql'));
writeFileSync(
  join(output, 'calls.ts'),
  `import type { Send } from '../src/client.ts';
import {
${names.map((name) => `  ${name},`).join('\n')}
} from './graphql.ts';

export const calls: readonly { file: string; run: (send: Send) => Promise<unknown> }[] = [
${calls.join('\n')}
];
`,
);
console.log(`${calls.length} calls`);

import { createHash } from 'node:crypto';
import { copyFileSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { calls } from '../generated/calls.ts';
import { SIGN_IN, postTo, signInTo, type Send } from './client.ts';
import { check, expect, finish } from './expect.ts';
import { binary, startServer } from './server.ts';

/*
 * A server that executes only the documents on a list: the folder of examples, and the manifest that graphql-codegen writes. What is listed
 * runs by its hash and by its text, everything else is refused.
 */

const examples = join(import.meta.dirname, '../../../examples/operations');
const sha256 = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`;
let ran = 0;

/** Runs every example by the id that it has on the list, and tries what is not there. */
async function list(path: string, id: (file: string, document: unknown) => string): Promise<void> {
  const server = await startServer(binary, { settings: { VOLMIFY_PERSISTED_DOCUMENTS: path } });
  try {
    const token = await signInTo(server.url, 'ana@alpenglow.example');
    for (const { file, run } of calls) {
      const send: Send = async (document, variables) => {
        const { body } = await postTo(server.url, { documentId: id(file, document), variables }, token);
        expect(`${file} of ${path}`, body.errors, undefined);
        check(`${file} of ${path}: no data`, body.data !== undefined);
        ran += 1;
        return body.data as never;
      };
      await run(send);
    }
    const listed = readFileSync(join(examples, '01-viewer.graphql'), 'utf8');
    const other = `${listed} # another text`;
    const persistedQuery = { version: 1, sha256Hash: sha256(other).slice('sha256:'.length) };
    for (const body of [{ query: other }, { query: '{ __typename }' }, { query: other, extensions: { persistedQuery } }]) {
      const refused = await postTo(server.url, body, token);
      expect('what is not listed', [refused.body.data, refused.body.errors?.[0]?.extensions?.code], [undefined, 'PERSISTED_QUERY_NOT_IN_LIST']);
    }
    const { body } = await postTo(server.url, { documentId: sha256(other) }, token);
    check(`the id of what is not listed: ${JSON.stringify(body)}`, body.data === undefined && body.errors?.length === 1);
  } finally {
    await server.stop();
  }
}

const folder = mkdtempSync(join(tmpdir(), 'volmify-listed-'));
try {
  for (const name of readdirSync(examples)) copyFileSync(join(examples, name), join(folder, name));
  writeFileSync(join(folder, 'sign-in.graphql'), SIGN_IN);
  await list(folder, (file) => sha256(readFileSync(join(examples, `${file}.graphql`), 'utf8')));

  const manifest = join(folder, 'manifest.json');
  const generated = JSON.parse(readFileSync(join(import.meta.dirname, '../generated/persisted-documents.json'), 'utf8')) as object;
  writeFileSync(manifest, JSON.stringify({ ...generated, [sha256(SIGN_IN)]: SIGN_IN }));
  await list(manifest, (_file, document) => (document as { __meta__: { hash: string } }).__meta__.hash);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
expect('examples by folder and manifest', ran, 2 * calls.length);
finish(`${ran} listed documents ran, others were refused`);

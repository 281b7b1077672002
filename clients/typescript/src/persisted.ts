import { createHash } from 'node:crypto';
import { print } from 'graphql';
import { calls } from '../generated/calls.ts';
import { endpoint, post, signIn, type Send } from './client.ts';
import { check, expect, finish } from './expect.ts';

/*
 * Apollo's protocol as its clients speak it: the hash alone, then hash and text where the server does not know it, then the
 * hash alone, by POST and by GET. And every example by `documentId`.
 */

const token = await signIn('ana@alpenglow.example');
const hash = (text: string) => createHash('sha256').update(text).digest('hex');
const persisted = (text: string) => ({ persistedQuery: { version: 1, sha256Hash: hash(text) } });

const query = '{ accessRoles { role } }';
const extensions = persisted(query);
const unknown = await post({ extensions });
expect(
  'unknown hash',
  unknown.body.errors?.map((error) => [error.message, error.extensions?.code]),
  [['PersistedQueryNotFound', 'PERSISTED_QUERY_NOT_FOUND']],
);
const first = await post({ query, extensions });
expect('hash and text', first.body.errors, undefined);
const again = await post({ extensions });
expect('hash alone', again.body.data, first.body.data);
const url = `${endpoint}?extensions=${encodeURIComponent(JSON.stringify(extensions))}`;
const got = await fetch(url, { headers: { accept: 'application/graphql-response+json' } });
const byGet = (await got.json()) as typeof first.body;
expect('hash by GET', byGet.data, first.body.data);

const send: Send = async (document, variables) => {
  const text = print(document);
  const whole = await post({ query: text, variables, extensions: persisted(text) }, token);
  if (whole.body.errors) throw new Error(JSON.stringify(whole.body.errors));
  const { body } = await post({ documentId: `sha256:${hash(text)}`, variables }, token);
  if (body.errors || !body.data) throw new Error(JSON.stringify(body.errors ?? 'no data'));
  return body.data as never;
};
for (const { file, run } of calls) {
  await run(send).catch((error: unknown) => {
    check(`${file}: ${String(error)}`, false);
  });
}
finish(`hash by POST and GET, ${calls.length} documents by id`);

import { createHash } from 'node:crypto';
import { endpoint, post, server, signIn } from './client.ts';
import { check, expect, finish } from './expect.ts';

/*
 * A mutation runs by POST of JSON and by nothing that a foreign page, a link or a cache could cause. Each other way is tried with a
 * mutation that would succeed, and afterwards nothing was made; the right way at the end shows that it would have been.
 */

const token = await signIn('ana@alpenglow.example');
const query = `mutation Found($input: CreateOrganizationInput!) {
  createOrganization(input: $input) { organization { slug } userErrors { code } }
}`;
const both = `query Look { __typename } ${query}`;
const hash = createHash('sha256').update(query).digest('hex');
const persistedQuery = { version: 1, sha256Hash: hash };

// The document becomes known, in a request that founds nothing.
interface Founded {
  createOrganization: { organization: { slug: string } | null; userErrors: { code: string }[] };
}
const known = await post<Founded>(
  { query, extensions: { persistedQuery }, variables: { input: { name: '', slug: 'never-made' } } },
  token,
);
expect('the document', known.body.data?.createOrganization.organization, null);

interface Way {
  what: string;
  method: string;
  /** Of the URL, beside the variables. */
  parameters?: Record<string, string>;
  type?: string;
  accept?: string;
  body?: (request: { query: string; variables: unknown }) => BodyInit;
}

const form = (request: { query: string; variables: unknown }) =>
  new URLSearchParams({ query: request.query, variables: JSON.stringify(request.variables) });
const files = (request: { query: string; variables: unknown }) => {
  const data = new FormData();
  data.append('operations', JSON.stringify(request));
  data.append('map', '{}');
  return data;
};
const text = (request: unknown) => JSON.stringify(request);
const streams = 'text/event-stream';
const byId = { documentId: `sha256:${hash}` };
const byHash = { extensions: JSON.stringify({ persistedQuery }) };

const ways: Way[] = [
  { what: 'in the URL', method: 'GET', parameters: { query } },
  { what: 'named in the URL', method: 'GET', parameters: { query, operationName: 'Found' } },
  { what: 'chosen out of two', method: 'GET', parameters: { query: both, operationName: 'Found' } },
  { what: 'by hash', method: 'GET', parameters: byHash },
  { what: 'by hash and text', method: 'GET', parameters: { query, ...byHash } },
  { what: 'by id', method: 'GET', parameters: byId },
  { what: 'as a stream', method: 'GET', accept: streams, parameters: { query } },
  { what: 'as a stream, chosen', method: 'GET', accept: streams, parameters: { query: both, operationName: 'Found' } },
  { what: 'as a stream, by hash', method: 'GET', accept: streams, parameters: byHash },
  { what: 'as a stream, by id', method: 'GET', accept: streams, parameters: byId },
  { what: 'as a batch in the URL', method: 'GET', parameters: { query: JSON.stringify([{ query }]) } },
  { what: 'without an answer', method: 'HEAD', parameters: { query } },
  { what: 'in a form', method: 'POST', body: form },
  { what: 'in a form, as a stream', method: 'POST', accept: streams, body: form },
  { what: 'in a form with files', method: 'POST', body: files },
  { what: 'as text', method: 'POST', type: 'text/plain', body: text },
  { what: 'as text, in a batch', method: 'POST', type: 'text/plain', body: (request) => text([request]) },
  { what: 'as text with a hint', method: 'POST', type: 'text/plain;application/json', body: text },
  { what: 'as a document', method: 'POST', type: 'application/graphql', body: ({ query }) => query },
  { what: 'in the URL of a POST', method: 'POST', parameters: { query } },
  { what: 'in the URL of a form', method: 'POST', parameters: { query }, body: () => new URLSearchParams({ a: 'b' }) },
  { what: 'by PUT', method: 'PUT', type: 'application/json', body: text },
  { what: 'by PATCH', method: 'PATCH', type: 'application/json', body: text },
  { what: 'by DELETE', method: 'DELETE', parameters: { query } },
  { what: 'by OPTIONS', method: 'OPTIONS', parameters: { query } },
];

async function exists(slug: string): Promise<boolean> {
  const asked = { query: 'query($slug: String!) { organization(slug: $slug) { id } }', variables: { slug } };
  const { body } = await post<{ organization: unknown }>(asked, token);
  check(`asking for ${slug}: ${JSON.stringify(body)}`, body.errors === undefined && body.data !== undefined);
  return body.data?.organization !== null;
}

const input = (number: number | string) => ({ name: `Founded ${number}`, slug: `founded-${number}` });

for (const [number, { what, method, parameters, type, accept, body }] of ways.entries()) {
  const variables = { input: input(number) };
  const search = parameters ? `?${new URLSearchParams({ ...parameters, variables: JSON.stringify(variables) })}` : '';
  // In one piece: whoever is refused before the body was read would otherwise still be writing.
  const whole = body && new Response(body({ query, variables }));
  const response = await fetch(endpoint + search, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      accept: accept ?? 'application/graphql-response+json',
      ...(whole ? { 'content-type': type ?? whole.headers.get('content-type') ?? '' } : {}),
    },
    ...(whole ? { body: await whole.arrayBuffer() } : {}),
  });
  const answer = await response.text();
  check(`${what}: status ${response.status}, ${answer}`, response.status >= 400 && response.status < 500);
  check(`${what}: it tells of data, ${answer}`, !answer.includes('"createOrganization"'));
}
for (const [number, { what }] of ways.entries()) {
  check(`${what}: founded an organization`, !(await exists(input(number).slug)));
}

const right = await post<Founded>({ query, variables: { input: input('right') } }, token);
expect('by POST of JSON', right.body.data?.createOrganization, { organization: { slug: 'founded-right' }, userErrors: [] });
check('by POST of JSON: nothing was founded', await exists('founded-right'));
check(`${server}/livez does not answer`, (await fetch(`${server}/livez`)).ok);
finish(`nothing was made in ${ways.length} ways other than POST of JSON`);

import { endpoint, post, server, signIn } from './client.ts';
import { BOUND, bound, used } from './cpu.ts';
import { check, expect, finish } from './expect.ts';
import { deep, documents, malformed, types } from './bad-requests.ts';
import { head, status } from './raw.ts';
import { silent, sockets } from './bad-sockets.ts';
import { uploads } from './bad-uploads.ts';

/*
 * What means harm or is broken, sent to the running server: each gets its status or close code, costs next to nothing, and meanwhile the
 * server is alive. In this order, one after the other, so that it is known what has cost how much.
 */

// Whoever says nothing has ten seconds for it, in which the rest is tried.
const waiting = silent();

const pid = Number(process.env['VOLMIFY_PID']);
let tried = 0;
let measured = 0;
let worst = { what: '', cost: 0 };

/** Sends something bad, and expects one of these answers. */
async function bad(what: string, send: () => Promise<unknown>, wanted: unknown[]): Promise<void> {
  const before = used(pid);
  const answer = send();
  const [is, alive] = await Promise.all([answer, fetch(`${server}/livez`)]);
  await alive.arrayBuffer();
  const after = used(pid);
  tried += 1;
  check(`${what}: ${JSON.stringify(is)} instead of ${wanted.map((one) => JSON.stringify(one)).join(' or ')}`, wanted.includes(is));
  expect(`/livez during ${what}`, alive.status, 200);
  if (before === undefined || after === undefined) return;
  measured += 1;
  const cost = after - before;
  if (cost > worst.cost) worst = { what, cost };
  check(`${what}: costs ${cost} ms instead of at most ${bound}`, cost <= BOUND);
}

/** The status of an answer, and the code of its first error. */
async function answered(body: BodyInit, headers: Record<string, string> = { 'content-type': 'application/json' }): Promise<string> {
  const accept = 'application/graphql-response+json';
  const response = await fetch(endpoint, { method: 'POST', headers: { accept, ...headers }, body });
  const text = await response.text();
  try {
    const { errors } = JSON.parse(text) as { errors?: { extensions?: { code?: string } }[] };
    return [response.status, errors?.[0]?.extensions?.code].join(' ').trim();
  } catch {
    return `${response.status} without JSON`;
  }
}

const token = await signIn('ana@alpenglow.example');
const home = await post<{ organization: { id: string } }>({ query: '{ organization(slug: "alpenglow") { id } }' }, token);
const { id } = home.body.data!.organization;
for (const [what, body] of malformed) await bad(`a body of ${what}`, () => answered(body), ['400 BAD_REQUEST']);
for (const type of types) {
  const sent = new TextEncoder().encode('{ "query": "{ __typename }" }');
  await bad(`type ${type}`, () => answered(sent, type ? { 'content-type': type } : {}), ['415 BAD_REQUEST']);
}
await bad('a compressed body', () => answered('{}', { 'content-type': 'application/json', 'content-encoding': 'gzip' }), ['415 BAD_REQUEST']);

// Refused unread. Whoever sends on all the same may find the connection closed before the answer was read.
await bad('20 MB, announced', () => status(head('content-length: 20000000')), [413]);
await bad('20 MB, announced and sent', () => status(head('content-length: 20000000'), Buffer.alloc(20_000_000, ' ')), [413, 0]);
const chunks = (times: number) => Array.from({ length: times }, () => `10000\r\n${' '.repeat(0x10000)}\r\n`);
await bad('more than 1 MB in chunks', () => status(head('transfer-encoding: chunked'), ...chunks(17)), [413]);
await bad('20 MB in chunks', () => status(head('transfer-encoding: chunked'), ...chunks(305)), [413, 0]);
await bad('1 MB of a document', () => answered(JSON.stringify({ query: `{ ${' '.repeat(1_000_000)} }` })), ['400 LIMIT_EXCEEDED']);
await bad('a batch of 1,000', () => answered(`[${Array(1_000).fill('{"query":"{__typename}"}').join()}]`), ['400 BAD_REQUEST']);
await bad('no HTTP', () => status('\u0016\u0003\u0001\u0002\r\n\r\n'), [400]);
await bad('a head of 1 MB', () => status(head(`x: ${'x'.repeat(1_000_000)}`)), [431]);
await bad('two lengths', () => status(head('content-length: 2', 'content-length: 4'), '{}'), [400]);
await bad('a wrong chunk', () => status(head('transfer-encoding: chunked'), 'zz\r\n'), [400]);
await bad('a length that is none', () => status(head('content-length: -1'), '{}'), [400]);

for (const [what, wanted, query] of documents) await bad(what, () => answered(JSON.stringify({ query })), [wanted]);
for (const [what, query] of deep) await bad(what, () => answered(JSON.stringify({ query })), ['200', '400 LIMIT_EXCEEDED']);
for (const { what, send, wanted } of uploads(token)) await bad(what, send, wanted);
for (const { what, send, wanted } of sockets(token, id)) await bad(what, send, wanted);

for (const { what, code } of waiting) await bad(what, () => code, [4408]);

check('not every cost could be measured', process.platform !== 'linux' || measured === tried);
finish(`${tried} bad inputs; the dearest costs ${worst.cost} ms of at most ${bound}: ${worst.what}`);

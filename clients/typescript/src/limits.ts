import { postTo, signInTo, type Answered } from './client.ts';
import { check, expect, finish } from './expect.ts';
import { binary, startServer } from './server.ts';

/*
 * What a request costs and how the server tells it: the extension, the headers, and the refusal when all is spent. On a server of its own
 * with small budgets.
 */

const USER = 3_000;
const ORGANIZATION = 100_000;
const COMPLEXITY = 5_000;
const server = await startServer(binary, {
  settings: {
    VOLMIFY_POINTS_PER_USER: String(USER),
    VOLMIFY_POINTS_PER_ORGANIZATION: String(ORGANIZATION),
    VOLMIFY_MAX_COMPLEXITY: String(COMPLEXITY),
  },
});

/** The items of a header like `"user";q=3000;w=60, "organization";q=…`, by their names. */
function items(header: string | null): Record<string, Record<string, string>> {
  const found = (header ?? '').split(', ').map((item) => {
    const [name = '', ...parameters] = item.split(';');
    return [name.replaceAll('"', ''), Object.fromEntries(parameters.map((one) => one.split('=')))];
  });
  return Object.fromEntries(found);
}

const page = '{ organization(slug: "alpenglow") { members(first: 50) { nodes { id roles: user { id email } employee { id } } } } }';
const ask = (query: string, token: string) => postTo<unknown>(server.url, { query }, token);

function paid(what: string, { headers, body }: Answered<unknown>, cost: number): void {
  const told = body.extensions?.cost;
  expect(`${what}: the cost and the most there can be`, [told?.requested, told?.limit], [cost, COMPLEXITY]);
  // What was spent comes back as time goes by, but never more than there was before this request.
  check(`${what}: ${told?.remaining} remain`, told !== undefined && told.remaining >= 0 && told.remaining <= USER - cost);
  expect(`${what}: what remains, in the header`, items(headers.get('ratelimit'))['user']?.['r'], String(told?.remaining));
}

async function spend(token: string): Promise<void> {
  const free = await ask('{ __typename }', token);
  const policies = items(free.headers.get('ratelimit-policy'));
  expect('the policy', [policies['user']?.['q'], policies['user']?.['w']], [String(USER), '60']);
  const first = await ask(page, token);
  expect('a page', [first.status, first.body.errors], [200, undefined]);
  const cost = first.body.extensions?.cost?.requested ?? 0;
  check(`a page costs ${cost}`, cost > 100 && cost < USER);
  paid('a page', first, cost);
  expect('the budget of the organization', items(first.headers.get('ratelimit-policy'))['organization']?.['q'], String(ORGANIZATION));

  let requests = 1;
  let refused = first;
  while (refused.status === 200 && requests < 200) {
    refused = await ask(page, token);
    requests += 1;
    if (refused.status === 200) paid(`request ${requests}`, refused, cost);
  }
  check(`all was spent after ${requests} requests`, requests > 2);
  expect('when all is spent', [refused.status, refused.body.errors?.[0]?.extensions?.code], [429, 'RATE_LIMITED']);
  const after = Number(refused.headers.get('retry-after'));
  check(`Retry-After: ${refused.headers.get('retry-after')}`, Number.isInteger(after) && after >= 1 && after <= 60);
  check('what remains when all is spent', Number(items(refused.headers.get('ratelimit'))['user']?.['r']) < cost);

  // Whoever waits as long as the server says is served again. What was refused has paid its first point, which comes back in 20 ms.
  await new Promise((later) => setTimeout(later, after * 1_000 + 250));
  expect('after waiting', (await ask(page, token)).status, 200);
}

try {
  const token = await signInTo(server.url, 'ana@alpenglow.example');
  await spend(token);
  const other = await signInTo(server.url, 'marko@alpenglow.example');
  expect('somebody else meanwhile', (await ask('{ viewer { isOperator } }', other)).status, 200);
  const large = `{ organization(slug: "alpenglow") { ${Array.from({ length: 40 }, (_, index) => `a${index}: members(first: 100) { nodes { id } }`).join(' ')} } }`;
  const beyond = await ask(large, other);
  expect('more than an operation may cost', [beyond.status, beyond.body.errors?.[0]?.extensions?.code], [400, 'LIMIT_EXCEEDED']);
} finally {
  await server.stop();
}
finish('cost and budgets told, 429 with Retry-After when all is spent');

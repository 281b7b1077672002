import { createHash } from 'node:crypto';
import { ApolloClient, HttpLink, InMemoryCache } from '@apollo/client';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { Client, fetchExchange } from '@urql/core';
import { persistedExchange } from '@urql/exchange-persisted';
import { parse } from 'graphql';
import { endpoint, signIn } from './client.ts';
import { expect, finish } from './expect.ts';

/*
 * Persisted queries as Apollo Client and urql send them on their own: the hash, then hash and text as the server does not know it, and from
 * then on the hash alone.
 */

const authorization = `Bearer ${await signIn('ana@alpenglow.example')}`;

/** A document that no server has seen. */
const unseen = (client: string) => `query ${client}${process.pid}_${Date.now()} { viewer { isOperator } }`;
const wanted = { viewer: { isOperator: false } };

/** Notes by which method something was sent, and whether its text was. */
function noting(sent: string[]): typeof fetch {
  return (input, init) => {
    const method = init?.method ?? 'GET';
    const query = method === 'GET' ? new URL(String(input)).searchParams.get('query') : (JSON.parse(String(init?.body)) as { query?: string }).query;
    sent.push(`${method} ${query ? 'text' : 'hash'}`);
    return fetch(input, init);
  };
}

async function apollo(): Promise<void> {
  const sent: string[] = [];
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
  const persisted = new PersistedQueryLink({ sha256, useGETForHashedQueries: true });
  const http = new HttpLink({ uri: endpoint, headers: { authorization }, fetch: noting(sent) });
  const client = new ApolloClient({ link: persisted.concat(http), cache: new InMemoryCache() });
  const query = parse(unseen('Apollo'));
  for (let time = 0; time < 2; time += 1) {
    const { data } = await client.query({ query, fetchPolicy: 'no-cache' });
    expect('what Apollo Client got', JSON.parse(JSON.stringify(data, (key, value: unknown) => (key === '__typename' ? undefined : value))), wanted);
  }
  expect('what Apollo Client sent', sent, ['GET hash', 'POST text', 'GET hash']);
}

async function urql(): Promise<void> {
  const sent: string[] = [];
  const client = new Client({
    url: endpoint,
    preferGetMethod: false,
    fetch: noting(sent),
    fetchOptions: { headers: { authorization } },
    exchanges: [persistedExchange({ preferGetForPersistedQueries: 'force' }), fetchExchange],
  });
  const query = unseen('Urql');
  for (let time = 0; time < 2; time += 1) {
    const { data, error } = await client.query(query, {}, { requestPolicy: 'network-only' }).toPromise();
    expect('what urql got', [data, error?.message], [wanted, undefined]);
  }
  expect('what urql sent', sent, ['GET hash', 'GET text', 'GET hash']);
}

await apollo();
await urql();
finish('hash, hash and text, hash alone, from Apollo Client and urql');

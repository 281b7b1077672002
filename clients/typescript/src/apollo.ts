import { ApolloClient, HttpLink, InMemoryCache } from '@apollo/client';
import { relayStylePagination } from '@apollo/client/utilities';
import { tryCache } from './cache.ts';
import { endpoint, signIn } from './client.ts';
import { possibleTypes } from './schema.ts';

/* Apollo Client with the cache that it comes with: ids of their own suffice as keys, connections are pages of Relay. */

const authorization = `Bearer ${await signIn('ana@alpenglow.example')}`;
const pages = relayStylePagination(['orderBy', 'filter']);

await tryCache(() => {
  const client = new ApolloClient({
    link: new HttpLink({ uri: endpoint, headers: { authorization } }),
    cache: new InMemoryCache({
      possibleTypes,
      typePolicies: { Organization: { fields: { courses: pages } } },
    }),
  });
  return {
    ask: async (query, variables) =>
      (await client.query({ query, variables, fetchPolicy: 'network-only' } as never)).data as never,
    known: async (query, variables) => client.readQuery({ query, variables } as never),
    change: async (mutation, variables) => (await client.mutate({ mutation, variables } as never)).data as never,
  };
});

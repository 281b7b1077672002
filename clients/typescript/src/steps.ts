import { join } from 'node:path';

/** Something that judges the API, as a program. Its last line tells what it found. */
export interface Step {
  title: string;
  command: [string, ...string[]];
  /** For the table in README: the packages whose versions count, what is tried, and what a success means where the last line does not tell it. */
  row: { of?: string[]; tries: string; result?: string };
}

export const here = join(import.meta.dirname, '..');
const tool = (name: string) => join(here, 'node_modules/.bin', name);
const tsx = (script: string): Step['command'] => [tool('tsx'), join(here, 'src', script)];
const none = 'no errors';

/** In this order: what writes code comes before what uses it, and the fuzzing last, because it leaves little of the demo as it was. */
export const steps: Step[] = [
  {
    title: 'graphql-inspector',
    command: tsx('compatibility.ts'),
    row: {
      of: ['@graphql-inspector/core'],
      tries: 'The schema against the one before; [breaking changes](docs/adr/0027-others-judge-the-schema.md) need an ADR',
      result: 'none without',
    },
  },
  {
    title: 'graphql-codegen',
    command: [tool('graphql-codegen'), '--config', 'codegen.ts'],
    row: { of: ['@graphql-codegen/client-preset'], tries: 'Client preset: types of all operations in `examples/operations`', result: none },
  },
  {
    title: 'Typed calls',
    command: tsx('write-calls.ts'),
    row: { tries: 'A call with its variables for each of them, to be checked by the compiler' },
  },
  {
    title: 'relay-compiler',
    command: [tool('relay-compiler'), 'relay.config.json'],
    row: { of: ['relay-compiler'], tries: '`@refetchable` and `@connection` fragments over `schema.graphql`', result: none },
  },
  {
    title: 'tsc',
    command: [tool('tsc')],
    row: { of: ['typescript'], tries: '`--strict` over everything that was generated and is used here', result: none },
  },
  {
    title: 'graphql-eslint',
    command: [tool('eslint'), '--max-warnings', '0', '--config', 'eslint.config.js', 'generated/schema.graphql'],
    row: { of: ['@graphql-eslint/eslint-plugin'], tries: 'The recommended rules for schemas and those of Relay', result: 'none broken' },
  },
  {
    title: 'graphql-http',
    command: tsx('audit.ts'),
    row: { of: ['graphql-http'], tries: 'Audits of GraphQL over HTTP: MUST, SHOULD and MAY' },
  },
  {
    title: 'Examples',
    command: tsx('run-operations.ts'),
    row: { tries: 'Each typed call against the server' },
  },
  {
    title: 'Relay',
    command: tsx('relay.ts'),
    row: { of: ['relay-runtime'], tries: 'Pages of members and of courses: a connection that grows, a row that is fetched again', result: 'no failures' },
  },
  {
    title: 'Apollo Client',
    command: tsx('apollo.ts'),
    row: {
      of: ['@apollo/client'],
      tries: 'Normalized cache: every example is read back as it came, pages join, a mutation shows everywhere',
    },
  },
  {
    title: 'urql, Graphcache',
    command: tsx('urql.ts'),
    row: { of: ['@urql/core', '@urql/exchange-graphcache'], tries: 'The same, with the schema known to the cache, which must not warn' },
  },
  {
    title: 'Persisted queries',
    command: tsx('persisted.ts'),
    row: { tries: 'Hash, text and hash, hash alone, by POST and GET; each example by `documentId`' },
  },
  {
    title: 'Persisted queries by clients',
    command: tsx('persisted-clients.ts'),
    row: { of: ['@apollo/client', '@urql/exchange-persisted'], tries: '`PersistedQueryLink` and `persistedExchange`, with GET for hashes', result: 'no failures' },
  },
  {
    title: 'Persisted documents',
    command: tsx('listed.ts'),
    row: { tries: 'A server confined to the folder of examples, and to the manifest of graphql-codegen' },
  },
  {
    title: '`FormData` and `fetch`',
    command: tsx('uploads.ts'),
    row: { tries: 'A picture by the multipart specification, with and without the header against foreign forms', result: 'no failures' },
  },
  {
    title: 'apollo-upload-client',
    command: tsx('apollo-uploads.ts'),
    row: { of: ['apollo-upload-client'], tries: 'Avatar and logo', result: 'no failures' },
  },
  {
    title: 'graphql-ws, graphql-sse',
    command: tsx('subscriptions.ts'),
    row: {
      of: ['graphql-ws', 'graphql-sse'],
      tries: 'Subscription, query and errors over a socket and in distinct streams; the end of a session closes the socket with 4403',
      result: 'no failures',
    },
  },
  {
    title: 'Replicas',
    command: tsx('replicas.ts'),
    row: { tries: 'Two servers on one PostgreSQL: what happens at one is told, and sessions end, at the other', result: 'no failures' },
  },
  {
    title: 'Limits',
    command: tsx('limits.ts'),
    row: { tries: 'The cost of requests, `RateLimit`, 429 with `Retry-After`, more than an operation may cost', result: 'no failures' },
  },
  {
    title: 'Mutations',
    command: tsx('mutations.ts'),
    row: { tries: 'GET, forms, text, streams, named, persisted and batched: none of them founds an organization' },
  },
  {
    title: 'Bad input',
    command: tsx('bad-input.ts'),
    row: {
      tries: 'Malformed and huge bodies, bombs of aliases, directives, fragments and introspection, sockets and uploads that do not keep to the rules',
      result: 'the right status or close code, none dearer than 50 ms of CPU, or 20 times that in a debug build',
    },
  },
  {
    title: 'graphql_client',
    command: tsx('rust.ts'),
    row: {
      of: ['graphql_client'],
      tries: 'A client in Rust with generated types, `examples/rust-client`: pages of courses, a quote, an order sent twice',
      result: 'ordered once',
    },
  },
  {
    title: 'GraphiQL in Chromium',
    command: tsx('graphiql.ts'),
    row: {
      of: ['graphiql'],
      tries: 'Sign-in, ready-made tabs, a subscription, a header, explorer and docs, with every other host blocked',
      result: 'no complaint, no request elsewhere',
    },
  },
  {
    title: 'Reference in Chromium',
    command: tsx('browser.ts'),
    row: { tries: 'Search and links without scripts, at two widths, light and dark', result: 'no complaint' },
  },
  {
    title: 'Schemathesis',
    command: tsx('fuzz.ts'),
    row: {
      of: ['schemathesis'],
      tries: 'Good and bad requests for every root field, made of ids that exist, on SQLite and on PostgreSQL; `just fuzz` for longer',
      result: 'no 5xx, no error without a code',
    },
  },
];

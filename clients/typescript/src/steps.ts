import { join } from 'node:path';

/** Something that judges the API, as a program. Its last line tells what it found. */
export interface Step {
  title: string;
  command: [string, ...string[]];
}

export const here = join(import.meta.dirname, '..');
const tool = (name: string) => join(here, 'node_modules/.bin', name);
const tsx = (script: string): Step['command'] => [tool('tsx'), join(here, 'src', script)];

/** In this order: the fuzzing comes last, because it leaves little of the demo as it was. */
export const steps: Step[] = [
  { title: 'graphql-inspector: no breaking change', command: tsx('compatibility.ts') },
  { title: 'graphql-codegen: client preset', command: [tool('graphql-codegen'), '--config', 'codegen.ts'] },
  { title: 'graphql-codegen: a typed call per example', command: tsx('write-calls.ts') },
  { title: 'relay-compiler: @refetchable, @connection', command: [tool('relay-compiler'), 'relay.config.json'] },
  { title: 'tsc --strict', command: [tool('tsc')] },
  {
    title: 'graphql-eslint: schema and Relay rules',
    command: [tool('eslint'), '--max-warnings', '0', '--config', 'eslint.config.js', 'generated/schema.graphql'],
  },
  { title: 'graphql-http: audits', command: tsx('audit.ts') },
  { title: 'examples/operations', command: tsx('run-operations.ts') },
  { title: 'relay-runtime: pages, refetches', command: tsx('relay.ts') },
  { title: 'Apollo Client: normalized cache', command: tsx('apollo.ts') },
  { title: 'urql: normalized cache', command: tsx('urql.ts') },
  { title: 'persisted queries, by hash and by id', command: tsx('persisted.ts') },
  { title: 'persisted queries of Apollo Client and urql', command: tsx('persisted-clients.ts') },
  { title: 'uploads: a picture by multipart form', command: tsx('uploads.ts') },
  { title: 'uploads: apollo-upload-client', command: tsx('apollo-uploads.ts') },
  { title: 'subscriptions: graphql-ws, graphql-sse', command: tsx('subscriptions.ts') },
  { title: 'graphql_client: a client in Rust', command: tsx('rust.ts') },
  { title: 'bad input: statuses, close codes, CPU', command: tsx('bad-input.ts') },
  { title: 'mutations: by POST of JSON only', command: tsx('mutations.ts') },
  { title: 'replicas: two servers on one PostgreSQL', command: tsx('replicas.ts') },
  { title: 'limits: cost, RateLimit, 429', command: tsx('limits.ts') },
  { title: 'persisted documents: folder and manifest', command: tsx('listed.ts') },
  { title: 'GraphiQL in Chromium', command: tsx('graphiql.ts') },
  { title: 'the reference in Chromium', command: tsx('browser.ts') },
  { title: 'schemathesis: the whole schema', command: tsx('fuzz.ts') },
];

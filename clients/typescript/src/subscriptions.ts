import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createClient as createStreams } from 'graphql-sse';
import { createClient as createSocket, type Client } from 'graphql-ws';
import WebSocket from 'ws';
import { endpoint, post, signIn } from './client.ts';
import { expect, finish } from './expect.ts';

/*
 * The event feed of the demo organization over a socket (graphql-ws) and over a stream (graphql-sse), each from an event
 * that is known to both: what is changed meanwhile arrives. Then how the server ends a connection.
 */

const owner = 'ana@alpenglow.example';
const token = await signIn(owner);

const authorization = (token: string) => ({ authorization: `Bearer ${token}` });
const socket = (token: string) =>
  createSocket({
    url: endpoint.replace('http', 'ws'),
    webSocketImpl: WebSocket,
    connectionParams: authorization(token),
    retryAttempts: 0,
  });

interface Start {
  organization: { id: string; events: { nodes: { id: string }[] } };
}
const start = await post<Start>(
  { query: '{ organization(slug: "alpenglow") { id events(first: 1) { nodes { id } } } }' },
  token,
);
const { id, events } = start.body.data!.organization;
const variables = { organizationId: id, after: events.nodes[0]!.id };
// The ready-made one.
const query = readFileSync(join(import.meta.dirname, '../../../examples/operations/15-live-events.graphql'), 'utf8');

/** Causes an event, and gives the id of what it is about. */
async function invite(name: string): Promise<string> {
  const { body } = await post<{ inviteMember: { memberInvitation: { id: string } } }>(
    {
      query: `mutation($input: InviteMemberInput!) {
        inviteMember(input: $input) { memberInvitation { id } userErrors { message } } }`,
      variables: { input: { organizationId: id, email: `${name}@example.com`, displayName: name } },
    },
    token,
  );
  return body.data!.inviteMember.memberInvitation.id;
}

interface Happened {
  organizationEvents: { action: string; subjectId: string };
}
type Answers = AsyncIterableIterator<{ data?: Happened | null | undefined; errors?: readonly unknown[] | undefined }>;

async function follows(what: string, answers: Answers, invitations: string[]): Promise<void> {
  for (const subjectId of invitations) {
    const { value } = await answers.next();
    const { action, subjectId: about } = value?.data?.organizationEvents ?? {};
    expect(what, { action, subjectId: about }, { action: 'MEMBER_INVITED', subjectId });
  }
  const next = answers.next();
  const invitation = await invite(`${what}-live`);
  expect(`${what}, live`, (await next).value?.data?.organizationEvents?.subjectId, invitation);
  await answers.return?.();
}

const invited = [await invite('before')];
const client: Client = socket(token);
await follows('graphql-ws', client.iterate<Happened>({ query, variables }), invited);
const one = await client.iterate({ query: '{ __typename }' }).next();
expect('a query over the socket', one.value?.data, { __typename: 'Query' });
const invalid = await client
  .iterate({ query: '{ nothing }' })
  .next()
  .catch((errors: { extensions?: { code?: string } }[]) => errors[0]?.extensions?.code);
expect('an invalid document over the socket', invalid, 'GRAPHQL_VALIDATION_FAILED');
await client.dispose();

invited.push(await invite('between'));
const seen = await post<Start>(
  { query: '{ organization(slug: "alpenglow") { id events(first: 1) { nodes { id } } } }' },
  token,
);
const streams = createStreams({ url: endpoint, headers: authorization(token), retryAttempts: 0 });
const after = { organizationId: id, after: seen.body.data!.organization.events.nodes[0]!.id };
await follows('graphql-sse', streams.iterate<Happened>({ query, variables: after }), []);
const streamed = await streams.iterate({ query: '{ __typename }' }).next();
expect('a query over a stream', streamed.value?.data, { __typename: 'Query' });
const unknown = await streams.iterate({ query: '{ nothing }' }).next();
expect('an invalid document over a stream', unknown.value?.errors?.[0]?.extensions?.['code'], 'GRAPHQL_VALIDATION_FAILED');
streams.dispose();

/** The code with which the server ends the connection of this subscription. */
async function closed(client: Client): Promise<unknown> {
  const answers = client.iterate({ query, variables: { organizationId: id } });
  for (;;) {
    const ended = await answers.next().then(
      () => undefined,
      (close: { code?: number }) => close.code,
    );
    if (ended) return ended;
  }
}
expect('a token of nobody', await closed(socket('vms_nobody')), 4403);
const leaving = await signIn(owner);
const open = socket(leaving);
const connected = new Promise((done) => open.on('connected', done));
const over = new Promise((done) => open.on('closed', (event) => done((event as { code: number }).code)));
const last = open.iterate<Happened>({ query, variables: { organizationId: id } });
const answer = last.next().catch(() => undefined);
await connected;
await post({ query: 'mutation { signOut { done } }' }, leaving);
expect('the end of the session', await over, 4403);
await answer;

finish('socket and stream follow the same feed');

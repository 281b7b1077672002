import { createClient, type Client } from 'graphql-ws';
import WebSocket from 'ws';
import { postTo, signInTo } from './client.ts';
import { expect, finish } from './expect.ts';
import { create, drop, reachable } from './postgres.ts';
import { binary, startServer, type Server } from './server.ts';
import { skip } from './skip.ts';

/*
 * Two servers on one PostgreSQL, as behind a balancer: what is changed through the one is told by the other, and who signs out at the
 * one is cut off at the other.
 */

const owner = 'ana@alpenglow.example';

interface Home {
  organization: { id: string; events: { nodes: { id: string }[] } };
}
interface Invited {
  inviteMember: { memberInvitation: { id: string } };
}
interface Happened {
  organizationEvents: { action: string; subjectId: string };
}

function socket(server: Server, token: string): { client: Client; closed: Promise<number> } {
  const client = createClient({
    url: `${server.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${token}` },
    retryAttempts: 0,
  });
  return { client, closed: new Promise((done) => client.on('closed', (event) => done((event as { code: number }).code))) };
}

async function invite(server: Server, token: string, organizationId: string, name: string): Promise<string> {
  const query = `mutation($input: InviteMemberInput!) {
    inviteMember(input: $input) { memberInvitation { id } userErrors { code } } }`;
  const input = { organizationId, email: `${name}-${new URL(server.url).port}@example.com`, displayName: name };
  const { body } = await postTo<Invited>(server.url, { query, variables: { input } }, token);
  return body.data!.inviteMember.memberInvitation.id;
}

async function follow(here: Server, there: Server): Promise<void> {
  const token = await signInTo(here.url, owner);
  const asked = '{ organization(slug: "alpenglow") { id events(first: 1) { nodes { id } } } }';
  const { body } = await postTo<Home>(here.url, { query: asked }, token);
  const { id, events } = body.data!.organization;
  const query = `subscription($id: ID!, $after: ID) {
    organizationEvents(organizationId: $id, after: $after) { action subjectId } }`;
  const { client, closed } = socket(there, token);
  const answers = client.iterate<Happened>({ query, variables: { id, after: events.nodes[0]!.id } });
  // After the first the other server follows; the next ones are news.
  for (const name of ['first', 'second', 'third']) {
    const [{ value }, subjectId] = await Promise.all([answers.next(), invite(here, token, id, name)]);
    expect(`the ${name} event at the other server`, value?.data?.organizationEvents, { action: 'MEMBER_INVITED', subjectId });
  }
  const last = answers.next().catch(() => undefined);
  await postTo(here.url, { query: 'mutation { signOut { done } }' }, token);
  expect('the end of the session at the other server', await closed, 4403);
  await last;
}

if (!reachable()) skip('no PostgreSQL is reached by psql; TEST_DATABASE_URL names one elsewhere');
const name = `volmify_replicas_${process.pid}`;
const servers: Server[] = [];
try {
  const database = create(name);
  // One brings the database up to date and adds the demo, then the other finds it.
  for (let count = 0; count < 2; count += 1) servers.push(await startServer(binary, { database }));
  const [first, second] = servers as [Server, Server];
  await follow(first, second);
  await follow(second, first);
} finally {
  await Promise.all(servers.map((server) => server.stop()));
  drop(name);
}
finish('events and the end of a session, both ways');

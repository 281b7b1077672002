import relay, { type GraphQLTaggedNode, type Variables } from 'relay-runtime';
import courseAgain from '../generated/relay/coursesCourseQuery.graphql.ts';
import coursesPage from '../generated/relay/coursesPageQuery.graphql.ts';
import moreCourses from '../generated/relay/coursesPaginationQuery.graphql.ts';
import courseShown from '../generated/relay/courses_course.graphql.ts';
import coursesShown from '../generated/relay/courses_organization.graphql.ts';
import memberAgain from '../generated/relay/membersMemberQuery.graphql.ts';
import membersPage from '../generated/relay/membersPageQuery.graphql.ts';
import moreMembers from '../generated/relay/membersPaginationQuery.graphql.ts';
import memberShown from '../generated/relay/members_member.graphql.ts';
import membersShown from '../generated/relay/members_organization.graphql.ts';
import { post, signIn } from './client.ts';
import { check, expect, finish } from './expect.ts';

/*
 * Relay's runtime with what its compiler made: each page is fetched, grows by its connection, and a row is fetched again by its id. What is
 * looked at is what a component would be given.
 */

const { Environment, Network, RecordSource, Store, createOperationDescriptor, fetchQuery, getRequest, getSingularSelector } = relay;
const token = await signIn('ana@alpenglow.example');

interface Connection {
  edges: { node: { id: string } }[];
  pageInfo: { endCursor: string | null; hasNextPage: boolean };
}
interface Page {
  organization: { id: string };
}

/** What a page consists of: its query, that for more of it, that for one row of it, and the fragments of the list and of a row. */
interface Screen {
  field: string;
  page: GraphQLTaggedNode;
  more: GraphQLTaggedNode;
  again: GraphQLTaggedNode;
  list: GraphQLTaggedNode;
  row: GraphQLTaggedNode;
}

function environment() {
  return new Environment({
    network: Network.create(async ({ text }, variables) => (await post({ query: text, variables }, token)).body as never),
    store: new Store(new RecordSource()),
  });
}

async function tryScreen({ field, page, more, again, list, row }: Screen): Promise<void> {
  const known = environment();
  const fetched = (query: GraphQLTaggedNode, variables: Variables) =>
    fetchQuery<{ variables: Variables; response: unknown }>(known, query, variables, { fetchPolicy: 'network-only' }).toPromise();
  const shown = (fragment: GraphQLTaggedNode, reference: unknown) =>
    known.lookup(getSingularSelector(fragment as never, reference) as never).data as unknown;

  const variables = { slug: 'alpenglow' };
  const { organization } = (await fetched(page, variables)) as Page;
  // A component keeps what it shows.
  known.retain(createOperationDescriptor(getRequest(page), variables));
  const whole = (shown(list, organization) as Record<string, Connection>)[field]!;
  const ids = whole.edges.map(({ node }) => node.id);
  check(`${field}: ${ids.length} on a page`, ids.length >= 4);

  const first = { id: organization.id, count: 2, cursor: null };
  const start = (await fetched(more, first)) as { node: unknown };
  const short = (shown(list, start.node) as Record<string, Connection>)[field]!;
  expect(`${field}: refetched with two`, [short.edges.map(({ node }) => node.id), short.pageInfo.hasNextPage], [ids.slice(0, 2), true]);
  await fetched(more, { ...first, cursor: short.pageInfo.endCursor });
  const longer = (shown(list, start.node) as Record<string, Connection>)[field]!;
  expect(`${field}: two more in the connection`, longer.edges.map(({ node }) => node.id), ids.slice(0, 4));

  const { node } = longer.edges[3]!;
  const before = shown(row, node);
  const fresh = (await fetched(again, { id: node.id })) as { node: unknown };
  expect(`${field}: a row fetched again`, shown(row, fresh.node), before);
  check(`${field}: a row shows ${JSON.stringify(before)}`, Object.values(before as object).every((value) => value !== undefined));
}

const screens: Screen[] = [
  { field: 'members', page: membersPage, more: moreMembers, again: memberAgain, list: membersShown, row: memberShown },
  { field: 'courses', page: coursesPage, more: moreCourses, again: courseAgain, list: coursesShown, row: courseShown },
];
for (const screen of screens) await tryScreen(screen);
finish(`${screens.length} pages, each longer by its connection and with a row fetched again`);

import { isDeepStrictEqual } from 'node:util';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { parse } from 'graphql';
import { calls } from '../generated/calls.ts';

/*
 * What every normalized cache has to do with the schema: give back each example as it came, put pages together, and show
 * the answer of a mutation wherever the object is shown, without asking again.
 */

interface Course {
  id: string;
  title: string;
}
interface Listed {
  organization: { courses: { edges: { node: Course }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } };
}
interface Updated {
  updateCourse: { course: Course | null; userErrors: { code: string }[] };
}

const list = parse(`query Listed($first: Int!, $after: String) {
  organization(slug: "alpenglow") {
    id
    courses(first: $first, after: $after, orderBy: { field: TITLE, direction: ASC }) {
      edges { cursor node { id title } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
}`) as TypedDocumentNode<Listed, { first: number; after?: string }>;
const one = parse('query One($id: ID!) { node(id: $id) { id ... on Course { id title } } }') as TypedDocumentNode<
  { node: Course },
  { id: string }
>;
const update = parse(`mutation Rename($input: UpdateCourseInput!) {
  updateCourse(input: $input) { course { id title } userErrors { code } }
}`) as TypedDocumentNode<Updated, { input: { id: string; title: string } }>;

/** A client with a normalized cache. */
export interface Cached {
  /** Asks the server and keeps the answer. */
  ask<Data, Variables extends Record<string, unknown>>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
  ): Promise<Data>;
  /** What the cache alone knows. */
  known<Data, Variables extends Record<string, unknown>>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
  ): Promise<Data | null>;
  change<Data, Variables extends Record<string, unknown>>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
  ): Promise<Data>;
}

/** Tries a client, and ends the process with what it found. */
export async function tryCache(create: () => Cached): Promise<never> {
  let failed = 0;
  const complain = console.error;
  const expect = (what: string, is: unknown, wanted: unknown) => {
    if (isDeepStrictEqual(plain(is), plain(wanted))) return;
    failed += 1;
    complain(`${what}: ${JSON.stringify(is)} instead of ${JSON.stringify(wanted)}`);
  };

  // A cache that finds no key for an object, or half of what it looks for, says so here.
  const warnings = new Set<string>();
  console.warn = console.error = (...words: unknown[]) => {
    warnings.add(words.join(' '));
  };

  let given = 0;
  for (const { file, run } of calls) {
    const cached = create();
    await run(async (document, variables) => {
      const typed = document as TypedDocumentNode<never, Record<string, unknown>>;
      const isMutation = typed.definitions.some((found) => 'operation' in found && found.operation === 'mutation');
      if (isMutation) return cached.change(typed, variables as Record<string, unknown>);
      const came = await cached.ask(typed, variables as Record<string, unknown>);
      expect(file, await cached.known(typed, variables as Record<string, unknown>), came);
      given += 1;
      return came;
    });
  }

  const cached = create();
  const first = await cached.ask(list, { first: 2 });
  const { pageInfo, edges } = first.organization.courses;
  expect('a first page', [edges.length, pageInfo.hasNextPage], [2, true]);
  const next = await cached.ask(list, { first: 2, after: pageInfo.endCursor });
  const titles = (listed: Listed | null) => listed?.organization.courses.edges.map(({ node }) => node.title);
  const together = [...titles(first)!, ...next.organization.courses.edges.map(({ node }) => node.title)].slice(0, 2);
  expect('pages together', titles(await cached.known(list, { first: 2 }))?.slice(0, 2), together);

  const course = edges[1]!.node;
  const title = `${course.title}, again`;
  const changed = await cached.change(update, { input: { id: course.id, title } });
  expect('renaming', changed.updateCourse, { course: { id: course.id, title }, userErrors: [] });
  expect('the list after renaming', titles(await cached.known(list, { first: 2 }))?.[1], title);
  await cached.ask(one, { id: course.id });
  await cached.change(update, { input: { id: course.id, title: course.title } });
  expect('the object after renaming back', (await cached.known(one, { id: course.id }))?.node.title, course.title);

  for (const warning of warnings) complain(warning);
  failed += warnings.size;
  console.log(`${given} examples read back as they came, pages and changes shown, ${failed} failures`);
  process.exit(failed === 0 && given > 0 ? 0 : 1);
}

/** Without what clients add. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null, (key, inner) => (key === '__typename' ? undefined : inner)));
}

import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';

/** The running server, as `contract.ts` started it. */
export const server = process.env['VOLMIFY_URL'] ?? 'http://127.0.0.1:8080';
export const endpoint = `${server}/graphql`;

/** Sends a document with the variables that belong to it. */
export type Send = <Data, Variables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
) => Promise<Data>;

/** What the server answers to a request. */
export interface Answer<Data = unknown> {
  data?: Data;
  errors?: { message: string; extensions?: { code?: string } }[];
  extensions?: { cost?: { requested: number; limit: number; remaining: number } };
}

/** An answer with what HTTP says about it. */
export interface Answered<Data> {
  status: number;
  headers: Headers;
  body: Answer<Data>;
}

export async function postTo<Data>(server: string, body: unknown, token?: string): Promise<Answered<Data>> {
  const response = await fetch(`${server}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json',
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    body: JSON.stringify(body),
  });
  const { status, headers } = response;
  return { status, headers, body: (await response.json()) as Answer<Data> };
}

export const post = <Data>(body: unknown, token?: string) => postTo<Data>(server, body, token);

/** The codes of all refusals in an answer, however deep. */
function refusals(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name === 'userErrors' ? (inner as { code?: string }[]).map(({ code }) => code ?? 'a refusal') : refusals(inner),
  );
}

/** A client for somebody who is signed in. An error of any field is an error of the call, and so is a refusal. */
export function client(token: string): Send {
  return async <Data, Variables>(document: TypedDocumentNode<Data, Variables>, variables: Variables) => {
    const { body } = await post<Data>({ query: print(document), variables }, token);
    if (body.errors || !body.data) throw new Error(JSON.stringify(body.errors ?? 'no data'));
    const refused = refusals(body.data);
    if (refused.length > 0) throw new Error(`refused: ${refused.join(', ')}`);
    return body.data;
  };
}

/** The document that everybody begins with. */
export const SIGN_IN = 'mutation($input: SignInInput!) { signIn(input: $input) { token userErrors { message } } }';

interface SignIn {
  signIn: { token: string | null; userErrors: { message: string }[] };
}

/** Signs in as somebody of the demo, and gives the token. */
export const signIn = (email: string) => signInTo(server, email);

export async function signInTo(server: string, email: string): Promise<string> {
  const demo = (await (await fetch(`${server}/graphiql/demo.json`)).json()) as {
    accounts: { email: string; password: string }[];
  };
  const account = demo.accounts.find((account) => account.email === email);
  if (!account) throw new Error(`${email} is not in the demo`);
  const variables = { input: { email, password: account.password } };
  const { body } = await postTo<SignIn>(server, { query: SIGN_IN, variables });
  const token = body.data?.signIn.token;
  if (!token) throw new Error(`signing in failed: ${JSON.stringify(body)}`);
  return token;
}

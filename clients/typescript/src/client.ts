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
}

export async function post<Data>(body: unknown, token?: string): Promise<{ status: number; body: Answer<Data> }> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json',
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Answer<Data> };
}

/** A client for somebody who is signed in. An error of any field is an error of the call. */
export function client(token: string): Send {
  return async <Data, Variables>(document: TypedDocumentNode<Data, Variables>, variables: Variables) => {
    const { body } = await post<Data>({ query: print(document), variables }, token);
    if (body.errors || !body.data) throw new Error(JSON.stringify(body.errors ?? 'no data'));
    return body.data;
  };
}

interface SignIn {
  signIn: { token: string | null; userErrors: { message: string }[] };
}

/** Signs in as somebody of the demo, and gives the token. */
export async function signIn(email: string): Promise<string> {
  const demo = (await (await fetch(`${server}/graphiql/demo.json`)).json()) as {
    accounts: { email: string; password: string }[];
  };
  const account = demo.accounts.find((account) => account.email === email);
  if (!account) throw new Error(`${email} is not in the demo`);
  const { body } = await post<SignIn>({
    query: 'mutation($input: SignInInput!) { signIn(input: $input) { token userErrors { message } } }',
    variables: { input: { email, password: account.password } },
  });
  const token = body.data?.signIn.token;
  if (!token) throw new Error(`signing in failed: ${JSON.stringify(body)}`);
  return token;
}

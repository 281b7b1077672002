import { ACCEPT, fetchSameOrigin, GRAPHQL_PATH } from './endpoint.js';

const VIEWER = '{ viewer { user { email } } }';

const SIGN_IN = `mutation SignIn($input: SignInInput!) {
  signIn(input: $input) { viewer { user { email } } userErrors { code message } }
}`;

const SIGN_OUT = 'mutation { signOut { userErrors { code } } }';

/** The e-mail of the signed-in user, or null. */
export async function currentEmail() {
  return emailOf(await execute(VIEWER));
}

export async function signIn(email, password) {
  const { signIn: payload } = await execute(SIGN_IN, {
    input: { email, password, transport: 'COOKIE' },
  });
  refuseOn(payload.userErrors);
  return emailOf(payload) ?? email;
}

export async function signOut() {
  const { signOut: payload } = await execute(SIGN_OUT);
  refuseOn(payload.userErrors);
}

function emailOf({ viewer }) {
  return viewer?.user?.email ?? null;
}

function refuseOn(userErrors) {
  const [first] = userErrors ?? [];
  if (first) throw new Error(first.message ?? first.code);
}

async function execute(query, variables) {
  const { data, errors } = await post({ query, variables });
  if (errors?.length) throw new Error(errors[0].message);
  if (!data) throw new Error('The server gave no data.');
  return data;
}

async function post(body) {
  let response;
  try {
    response = await fetchSameOrigin(GRAPHQL_PATH, {
      method: 'POST',
      headers: { accept: ACCEPT, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  } catch {
    throw new Error('The server cannot be reached.');
  }
  try {
    return await response.json();
  } catch {
    throw new Error(`The server answered with status ${response.status}.`);
  }
}

import { ApolloClient, InMemoryCache } from '@apollo/client';
import UploadHttpLink from 'apollo-upload-client/UploadHttpLink.mjs';
import { parse } from 'graphql';
import { endpoint, post, server, signIn } from './client.ts';
import { check, expect, finish } from './expect.ts';
import { dot } from './dot.ts';

/* Pictures of a person and of an organization, uploaded by apollo-upload-client, and then fetched. */

const token = await signIn('ana@alpenglow.example');
const link = new UploadHttpLink({
  uri: endpoint,
  headers: { authorization: `Bearer ${token}`, 'apollo-require-preflight': 'true' },
});
const client = new ApolloClient({ link, cache: new InMemoryCache() });

interface Picture {
  url: string;
  width: number;
  height: number;
}

async function upload(name: string, holder: string, picture: string, input: Record<string, unknown>): Promise<void> {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}`;
  const mutation = parse(`mutation($input: ${type}Input!) {
    ${name}(input: $input) { ${holder} { id ${picture} { url width height } } userErrors { code } } }`);
  const file = new File([dot], 'dot.png', { type: 'image/png' });
  const { data } = await client.mutate({ mutation, variables: { input: { ...input, file } } });
  const payload = (data as Record<string, Record<string, unknown>>)[name]!;
  expect(`${name}: refusals`, payload['userErrors'], []);
  const shown = (payload[holder] as Record<string, Picture> | null)?.[picture];
  expect(`${name}: its size`, [shown?.width, shown?.height], [4, 2]);
  const fetched = await fetch(server + shown?.url);
  expect(`${name}: the picture`, [fetched.status, fetched.headers.get('content-type')], [200, 'image/png']);
  check(`${name}: no picture`, Buffer.from(await fetched.arrayBuffer()).subarray(1, 4).toString() === 'PNG');
}

const { body } = await post<{ organization: { id: string } }>({ query: '{ organization(slug: "alpenglow") { id } }' }, token);
await upload('uploadAvatar', 'user', 'avatar', {});
await upload('uploadOrganizationLogo', 'organization', 'logo', { id: body.data!.organization.id });
finish('avatar and logo uploaded, shown and fetched');

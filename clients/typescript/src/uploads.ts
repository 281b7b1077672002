import assert from 'node:assert/strict';
import { endpoint, server, signIn } from './client.ts';
import { dot } from './dot.ts';

/* Uploads a picture by the multipart request specification, as browsers and upload clients do, and fetches it. */

interface Uploaded {
  uploadAvatar: {
    user: { avatar: { url: string; width: number; height: number } | null } | null;
    userErrors: { code: string }[];
  };
}

const query = `mutation($input: UploadAvatarInput!) {
  uploadAvatar(input: $input) { user { avatar { url width height } } userErrors { code } }
}`;

const token = await signIn('ana@alpenglow.example');

async function upload(file: Blob, headers: Record<string, string>): Promise<Response> {
  const form = new FormData();
  form.append('operations', JSON.stringify({ query, variables: { input: { file: null } } }));
  form.append('map', JSON.stringify({ 0: ['variables.input.file'] }));
  form.append('0', file, 'dot.png');
  // In one piece: whoever is refused before the form was read would otherwise still be writing.
  const whole = new Response(form);
  const type = { 'content-type': whole.headers.get('content-type') ?? '' };
  const authorization = `Bearer ${token}`;
  const body = await whole.arrayBuffer();
  return fetch(endpoint, { method: 'POST', headers: { authorization, ...type, ...headers }, body });
}

async function answered(file: Blob): Promise<Uploaded['uploadAvatar']> {
  const response = await upload(file, { 'graphql-require-preflight': '1' });
  assert.equal(response.status, 200);
  const { data, errors } = (await response.json()) as { data: Uploaded; errors?: unknown };
  assert.equal(errors, undefined);
  return data.uploadAvatar;
}

// A form of a foreign page cannot set the header, so without it nothing happens.
assert.equal((await upload(new Blob([dot]), {})).status, 415);

const { user, userErrors } = await answered(new Blob([dot], { type: 'image/svg+xml' }));
assert.deepEqual(userErrors, []);
const avatar = user?.avatar;
assert.ok(avatar);
assert.deepEqual([avatar.width, avatar.height], [4, 2]);

const picture = await fetch(server + avatar.url);
assert.equal(picture.status, 200);
assert.equal(picture.headers.get('content-type'), 'image/png');
assert.equal(picture.headers.get('x-content-type-options'), 'nosniff');
assert.match(picture.headers.get('content-security-policy') ?? '', /sandbox/);
assert.match(picture.headers.get('cache-control') ?? '', /immutable/);
assert.equal(Buffer.from(await picture.arrayBuffer()).subarray(1, 4).toString(), 'PNG');

const refused = await answered(new Blob(['<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'], { type: 'image/png' }));
assert.deepEqual(refused.userErrors, [{ code: 'FILE_TYPE_NOT_ALLOWED' }]);
console.log('a picture was uploaded, shown and fetched; what lied about its type was refused');

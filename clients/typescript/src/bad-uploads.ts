import { crc32 } from 'node:zlib';
import { endpoint } from './client.ts';
import { head, status } from './raw.ts';

/* Uploads that are not what they say. */

export interface Bad {
  what: string;
  send: () => Promise<unknown>;
  wanted: unknown[];
}

const query = 'mutation($input: UploadAvatarInput!) { uploadAvatar(input: $input) { user { id } userErrors { code } } }';
const operations = JSON.stringify({ query, variables: { input: { file: null } } });
const boundary = 'between';

interface Parts {
  operations?: string;
  map?: string;
  file?: Buffer;
  type?: string;
  name?: string;
  end?: string;
}

function form({ operations: sent = operations, map = '{"0":["variables.input.file"]}', file, type, name = '0', end = `\r\n--${boundary}--\r\n` }: Parts): Buffer {
  const field = (name: string, value: string) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const headers = `--${boundary}\r\ncontent-disposition: form-data; name="${name}"; filename="a.png"\r\ncontent-type: ${type ?? 'image/png'}\r\n\r\n`;
  const fields = field('operations', sent) + field('map', map);
  return Buffer.concat([Buffer.from(fields), ...(file ? [Buffer.from(headers), file] : []), Buffer.from(end)]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([size, body, sum]);
}

/** A picture of almost no bytes that says it were so large. */
function png(width: number, height: number): Buffer {
  const measures = Buffer.alloc(13);
  measures.writeUInt32BE(width, 0);
  measures.writeUInt32BE(height, 4);
  measures.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', measures), chunk('IDAT', Buffer.alloc(10)), chunk('IEND', Buffer.alloc(0))]);
}

export function uploads(token: string): Bad[] {
  const headers = {
    authorization: `Bearer ${token}`,
    accept: 'application/graphql-response+json',
    'content-type': `multipart/form-data; boundary=${boundary}`,
    'graphql-require-preflight': '1',
  };
  const sent = async (body: Buffer): Promise<string> => {
    const response = await fetch(endpoint, { method: 'POST', headers, body: new Uint8Array(body) });
    const { data, errors } = (await response.json()) as {
      data?: { uploadAvatar?: { userErrors: { code: string }[] } };
      errors?: { extensions?: { code?: string } }[];
    };
    return [response.status, data?.uploadAvatar?.userErrors[0]?.code ?? errors?.[0]?.extensions?.code].join(' ').trim();
  };
  const announced = (length: number) => {
    const lines = Object.entries({ ...headers, 'content-length': length }).map(([name, value]) => `${name}: ${value}`);
    return status(head(...lines).replace('content-type: application/json\r\n', ''));
  };
  const refused = ['400 BAD_REQUEST'];
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
  return [
    { what: 'a drawing as a picture', send: () => sent(form({ file: svg })), wanted: ['200 FILE_TYPE_NOT_ALLOWED'] },
    { what: 'a program as a picture', send: () => sent(form({ file: Buffer.from('\u007fELF') })), wanted: ['200 FILE_TYPE_NOT_ALLOWED'] },
    { what: 'an empty file', send: () => sent(form({ file: Buffer.alloc(0) })), wanted: ['200 FILE_EMPTY'] },
    { what: 'half a picture', send: () => sent(form({ file: png(4, 2).subarray(0, 30) })), wanted: ['200 IMAGE_UNREADABLE'] },
    { what: 'a picture that says it were larger than any', send: () => sent(form({ file: png(60_000, 60_000) })), wanted: ['200 IMAGE_TOO_LARGE'] },
    { what: 'a picture of 2^31 by 2^31', send: () => sent(form({ file: png(2 ** 31 - 1, 2 ** 31 - 1) })), wanted: ['200 IMAGE_TOO_LARGE'] },
    { what: 'a picture of nothing', send: () => sent(form({ file: png(0, 0) })), wanted: ['200 IMAGE_UNREADABLE'] },
    { what: '30 MB, announced', send: () => announced(30_000_000), wanted: [413] },
    { what: 'a picture of 6 MB', send: () => sent(form({ file: Buffer.concat([png(4, 2), Buffer.alloc(6_000_000)]) })), wanted: ['200 FILE_TOO_LARGE'] },
    { what: 'no file', send: () => sent(form({})), wanted: refused },
    { what: 'a map to nowhere', send: () => sent(form({ map: '{"0":["variables.input.other.file"]}', file: svg })), wanted: refused },
    { what: 'a map that is none', send: () => sent(form({ map: '[', file: svg })), wanted: refused },
    { what: 'a map to another file', send: () => sent(form({ map: '{"1":["variables.input.file"]}', file: svg })), wanted: refused },
    { what: 'operations that are none', send: () => sent(form({ operations: '{', file: svg })), wanted: refused },
    { what: 'a form without an end', send: () => sent(form({ file: svg, end: '' })), wanted: refused },
  ];
}

import WebSocket from 'ws';
import { endpoint } from './client.ts';
import type { Bad } from './bad-uploads.ts';
import { binary, startServer } from './server.ts';

/* Sockets that do not keep to the protocol, and the code with which each is closed. */

const url = endpoint.replace('http', 'ws');
const text = (message: unknown) => JSON.stringify(message);
const subscribe = (id: string) => text({ id, type: 'subscribe', payload: { query: '{ __typename }' } });

/** The code with which the server closes a socket on which all of this is said. */
function closed(said: (string | Buffer)[], at = url, protocol = ['graphql-transport-ws'], after?: () => void): Promise<number> {
  return new Promise((done, fail) => {
    const socket = protocol.length > 0 ? new WebSocket(at, protocol) : new WebSocket(at);
    socket.on('open', () => {
      for (const words of said) socket.send(words);
    });
    if (after) socket.once('message', after);
    socket.on('close', (code) => done(code));
    socket.on('error', fail);
  });
}

/** The code with which a server that stops takes its leave. */
async function stopping(): Promise<number> {
  const other = await startServer(binary, { settings: { VOLMIFY_DEMO: 'false' } });
  let stopped: Promise<void> | undefined;
  const at = `${other.url.replace('http', 'ws')}/graphql`;
  const code = await closed([text({ type: 'connection_init' })], at, undefined, () => {
    stopped = other.stop();
  });
  await stopped;
  return code;
}

/** Sockets that never say who they are, and the codes with which they will be closed. */
export const silent = () => [
  { what: 'a socket on which nothing is said', code: closed([]) },
  { what: 'a socket on which only a ping is said', code: closed([text({ type: 'ping' })]) },
];

export function sockets(token: string, organizationId: string): Bad[] {
  const init = text({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } });
  // An operation that goes on, so that a second one of its name meets it.
  const follow = (id: string, organizationId: string) =>
    text({ id, type: 'subscribe', payload: { query: `subscription { organizationEvents(organizationId: "${organizationId}") { id } }` } });
  return [
    {
      what: 'two operations of one id',
      send: () => closed([init, follow('1', organizationId), follow('1', organizationId)]),
      wanted: [4409],
    },
    { what: 'an operation before the start', send: () => closed([subscribe('1')]), wanted: [4401] },
    { what: 'two starts', send: () => closed([init, init]), wanted: [4429] },
    { what: 'an unknown message', send: () => closed([init, text({ type: 'start', id: '1' })]), wanted: [4400] },
    { what: 'a message without a type', send: () => closed([init, '{}']), wanted: [4400] },
    { what: 'no JSON', send: () => closed([init, '{']), wanted: [4400] },
    { what: 'a list', send: () => closed([init, '[]']), wanted: [4400] },
    { what: '100,000 brackets', send: () => closed([init, '['.repeat(100_000)]), wanted: [4400] },
    { what: 'bytes', send: () => closed([init, Buffer.from([1, 2, 3])]), wanted: [4400] },
    { what: 'an operation without an id', send: () => closed([init, text({ type: 'subscribe', payload: {} })]), wanted: [4400] },
    { what: 'an id of 1,000 letters', send: () => closed([init, subscribe('x'.repeat(1_000))]), wanted: [4400] },
    { what: 'a payload that is a list', send: () => closed([text({ type: 'connection_init', payload: [] })]), wanted: [4400] },
    { what: 'a message of 2 MB', send: () => closed([init, ' '.repeat(2_000_000)]), wanted: [1009] },
    { what: 'no subprotocol', send: () => closed([], url, []), wanted: [4406] },
    { what: 'a token of nobody', send: () => closed([text({ type: 'connection_init', payload: { authorization: 'Bearer vms_x' } })]), wanted: [4403] },
    { what: 'the end of the server', send: stopping, wanted: [1001] },
  ];
}

import { connect } from 'node:net';
import { server } from './client.ts';

const { hostname, port, host } = new URL(server);

/** The status with which the server answers these bytes; 0, where it closes without a word. The server may stop to read before all is sent. */
export function status(...parts: (string | Buffer)[]): Promise<number> {
  return new Promise((done) => {
    const socket = connect(Number(port), hostname);
    let answer = '';
    const over = () => {
      socket.destroy();
      done(Number(/^HTTP\/1\.[01] (\d{3})/.exec(answer)?.[1] ?? 0));
    };
    socket.setTimeout(20_000, over);
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
      if (answer.includes('\r\n')) over();
    });
    socket.on('close', over);
    // A write after the server has closed; what it said before is what counts.
    socket.on('error', () => undefined);
    for (const part of parts) socket.write(part);
  });
}

/** The head of a POST of JSON. */
export const head = (...lines: string[]) =>
  ['POST /graphql HTTP/1.1', `host: ${host}`, 'content-type: application/json', ...lines, '', ''].join('\r\n');

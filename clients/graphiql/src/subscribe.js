import { GRAPHQL_PATH } from './endpoint.js';

/** Opens a socket for this one subscription, so the page itself never needs a WebSocket. */
export async function subscribe(params, headers) {
  const { createClient } = await import('graphql-ws');
  const client = createClient({ url: subscriptionUrl(), connectionParams: headers });
  return withReadableErrors(client.iterate(params));
}

function subscriptionUrl() {
  const url = new URL(GRAPHQL_PATH, window.location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}

// A generator would hold back `return`, and with it the stop button, until the next event.
function withReadableErrors(results) {
  return {
    next: () => results.next().catch(throwReadable),
    return: () => results.return(),
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

function throwReadable(failure) {
  if (failure instanceof CloseEvent) {
    throw withoutStack(`The socket was closed: ${failure.code} ${failure.reason}`.trim());
  }
  if (failure instanceof Event) throw withoutStack('The server accepts no WebSocket connection.');
  throw failure;
}

// GraphiQL prints the stack too, which would bury the message.
function withoutStack(message) {
  const error = new Error(message);
  delete error.stack;
  return error;
}

import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { getOperationAST } from 'graphql';
import { ACCEPT, fetchSameOrigin, GRAPHQL_PATH } from './endpoint.js';
import { subscribe } from './subscribe.js';

export function createFetcher() {
  const request = createGraphiQLFetcher({
    url: GRAPHQL_PATH,
    fetch: fetchSameOrigin,
    headers: { accept: ACCEPT },
    // Multipart responses would put another Accept header in place of ours.
    enableIncrementalDelivery: false,
  });

  return (params, options) =>
    isSubscription(params, options) ? subscribe(params, options.headers) : request(params, options);
}

function isSubscription({ operationName }, options) {
  const document = options?.documentAST;
  return Boolean(document) && getOperationAST(document, operationName)?.operation === 'subscription';
}

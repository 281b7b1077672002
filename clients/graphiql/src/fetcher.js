import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { getOperationAST, parse } from 'graphql';
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

  return (params, options) => {
    const { documentAST, operation } = read(params);
    const operationName = operation?.name?.value;
    const named = { ...params, operationName };
    return operation?.operation === 'subscription'
      ? subscribe(named, options?.headers)
      : request(named, { ...options, documentAST });
  };
}

/**
 * What the text to send is. GraphiQL has a look at a text only when it has not changed for a moment, so that what it passes on may
 * still be that of another tab.
 */
function read({ query, operationName }) {
  try {
    const documentAST = parse(query);
    const operation = getOperationAST(documentAST, operationName) ?? getOperationAST(documentAST);
    return { documentAST, operation };
  } catch {
    // The server says what is wrong.
    return {};
  }
}

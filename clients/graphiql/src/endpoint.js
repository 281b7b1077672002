export const GRAPHQL_PATH = '/graphql';

export const ACCEPT = 'application/graphql-response+json, application/json';

export function fetchSameOrigin(url, init) {
  return fetch(url, { ...init, credentials: 'same-origin' });
}

/** The JSON at `url`, or null when the server has none to give. */
export async function fetchOptionalJson(url) {
  try {
    const response = await fetchSameOrigin(url, {
      headers: { accept: 'application/json' },
      // The page waits for these, and must show without them.
      signal: AbortSignal.timeout(5000),
    });
    return response.status === 200 ? await response.json() : null;
  } catch {
    return null;
  }
}

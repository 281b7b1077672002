import { fetchOptionalJson } from './endpoint.js';

const STORED_TABS_KEY = 'graphiql:tabState';

const WELCOME_TAB = {
  query: `# Welcome to the Volmify GraphQL API.
#
# Sign in with the bar above, open the docs
# on the left, and press Ctrl-Enter to run
# this query: it answers who you are.

{
  viewer {
    user {
      email
    }
  }
}
`,
};

/** The tabs for a first visit; null when this browser has tabs of its own. */
export async function loadReadyMadeTabs() {
  if (hasStoredTabs()) return null;
  const operations = await fetchOptionalJson(`${import.meta.env.BASE_URL}operations.json`);
  const tabs = Array.isArray(operations) ? operations.filter(hasQuery).map(toTab) : [];
  return tabs.length > 0 ? tabs : [WELCOME_TAB];
}

function hasStoredTabs() {
  try {
    return localStorage.getItem(STORED_TABS_KEY) !== null;
  } catch {
    return false;
  }
}

function hasQuery(operation) {
  return typeof operation?.query === 'string';
}

function toTab({ title, query, variables }) {
  return {
    // GraphiQL names a tab after its operation, so the title has its place in a comment.
    query: title && !query.startsWith('#') ? `# ${title}\n\n${query}` : query,
    variables: variables || null,
  };
}

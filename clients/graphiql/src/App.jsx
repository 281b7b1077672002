import { useCallback, useMemo, useState } from 'react';
import { explorerPlugin } from '@graphiql/plugin-explorer';
import { GraphiQL, HISTORY_PLUGIN } from 'graphiql';
import { createFetcher } from './fetcher.js';
import { SessionBar } from './SessionBar.jsx';

const plugins = [HISTORY_PLUGIN, explorerPlugin()];

export function App({ readyMadeTabs }) {
  const [sessionChanges, setSessionChanges] = useState(0);
  const onSessionChange = useCallback(() => setSessionChanges(count => count + 1), []);

  // A new fetcher makes GraphiQL read the schema again, which the server may show
  // differently to a signed-in user.
  const fetcher = useMemo(() => createFetcher(), [sessionChanges]);

  return (
    <>
      <SessionBar onSessionChange={onSessionChange} />
      <main className="editor">
        <GraphiQL
          fetcher={fetcher}
          plugins={plugins}
          defaultQuery=""
          defaultTabs={readyMadeTabs ?? undefined}
          // GraphiQL takes the query of the first default tab, but not its variables.
          initialVariables={readyMadeTabs?.[0].variables}
          defaultEditorToolsVisibility="variables"
          isHeadersEditorEnabled
        >
          <GraphiQL.Logo>Volmify</GraphiQL.Logo>
        </GraphiQL>
      </main>
    </>
  );
}

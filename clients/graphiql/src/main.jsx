import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import '@graphiql/plugin-explorer/style.css';
import './page.css';

import { createRoot } from 'react-dom/client';
import { App } from './App.jsx';
import { loadReadyMadeTabs } from './readyMadeTabs.js';

// GraphiQL reads its default tabs only once, when it mounts.
const readyMadeTabs = await loadReadyMadeTabs();

createRoot(document.getElementById('root')).render(<App readyMadeTabs={readyMadeTabs} />);

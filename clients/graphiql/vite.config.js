import { defineConfig } from 'vite';

export default defineConfig({
  base: '/graphiql/',
  esbuild: { jsx: 'automatic' },
  worker: { format: 'es' },
  build: {
    outDir: '../../crates/gateway/assets/graphiql',
    emptyOutDir: true,
    sourcemap: false,
    // The built files are distributed with the server, and so must be their notices.
    license: { fileName: 'licenses.md' },
    // Monaco alone is larger than the default limit, and it is loaded lazily.
    chunkSizeWarningLimit: 4000,
    rollupOptions: { onwarn: withoutDirectiveWarnings },
  },
});

// React libraries mark their files with "use client", which means nothing in a bundle
// and would bury the real warnings.
function withoutDirectiveWarnings(warning, warn) {
  if (warning.code !== 'MODULE_LEVEL_DIRECTIVE') warn(warning);
}

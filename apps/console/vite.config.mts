import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { sourceAliases, workspaceRoot } from '../../tools/build/aliases.mjs';
import { compressAssets } from './build/compress-assets';

/** Where `npm run dev` finds a running gateway. */
const gateway = process.env.GATEWAY_URL ?? 'http://localhost:8000';

/** What the gateway answers itself; every other path is a page of the console. */
const api =
  /^\/(predict|light-curves|tasks|catalogs|workers\/|models\/|model\/|health|metrics|docs|openapi|monitor|v2|socket\.io|ws\/)/;

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), compressAssets()],
  resolve: { alias: { ...sourceAliases, ws: resolve(import.meta.dirname, 'src/server/browser-websocket.ts') } },
  server: {
    port: 5173,
    fs: { allow: [workspaceRoot] },
    proxy: {
      [api.source]: { target: gateway, ws: true },
      // `/models` is a page and a route: the gateway tells them apart in the same way.
      '^/models$': {
        target: gateway,
        bypass: ({ headers, url }) => (headers.accept?.includes('text/html') ? '/index.html' : undefined) ?? void url,
      },
    },
  },
  worker: { format: 'es' },
  build: {
    outDir: resolve(workspaceRoot, 'dist/apps/console'),
    emptyOutDir: true,
    target: 'es2022',
    // An inlined asset would be a data: URL, which the page's policy does not allow for scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 800,
  },
});

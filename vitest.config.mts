import swc from 'unplugin-swc';
import { defineConfig } from 'vitest/config';
import { sourceAliases } from './tools/build/aliases.mjs';

/** One configuration for every project: `vitest run --dir libs/contracts`. Tests get a real Redis at `REDIS_URL`. */
export default defineConfig({
  plugins: [
    swc.vite({
      module: { type: 'es6' },
      jsc: {
        target: 'es2022',
        parser: { syntax: 'typescript', decorators: true },
        transform: { legacyDecorator: true, decoratorMetadata: true, react: { runtime: 'automatic' } },
        keepClassNames: true,
      },
    }),
  ],
  resolve: { alias: sourceAliases },
  test: {
    include: ['**/*.spec.ts'],
    globalSetup: ['./tools/dev/redis/vitest-redis.mjs'],
    testTimeout: 60_000,
    hookTimeout: 90_000,
    passWithNoTests: true,
    maxWorkers: 2,
  },
});

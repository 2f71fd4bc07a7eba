import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import simpleImportSort from 'eslint-plugin-simple-import-sort';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/** Which scopes each scope may import. A scope that is not listed may import no other project. */
const allowed = {
  contracts: [],
  'seeded-random': [],
  'light-curve': ['contracts', 'seeded-random'],
  catalog: ['contracts'],
  'catalog-store': ['contracts', 'catalog'],
  redis: [],
  platform: ['contracts', 'redis'],
  'job-transport': ['contracts', 'redis'],
  'model-runtime': ['contracts', 'seeded-random'],
  gateway: ['contracts', 'redis', 'platform', 'job-transport', 'light-curve', 'catalog', 'catalog-store'],
  vetting: ['contracts', 'light-curve', 'model-runtime'],
  inference: [
    'contracts',
    'redis',
    'platform',
    'job-transport',
    'model-runtime',
    'light-curve',
    'vetting',
    'catalog',
    'catalog-store',
  ],
  client: ['contracts'],
  tools: ['seeded-random'],
  'views-tool': ['contracts', 'light-curve'],
  cli: ['contracts', 'client', 'catalog', 'model-runtime', 'light-curve', 'vetting'],
  console: ['contracts', 'client', 'catalog', 'light-curve', 'seeded-random'],
  e2e: ['contracts', 'redis', 'seeded-random', 'platform', 'catalog', 'client', 'light-curve'],
};

/** Test files may also import what starts real servers for them. */
const testFiles = ['**/test/**/*.ts', '**/*.spec.ts', 'apps/e2e/**/*.ts'];

/** Packages that need a runtime: a pure library imports none of them. */
const pure = ['@nestjs/core', '@nestjs/microservices', 'ioredis', 'bullmq', 'onnxruntime-node', 'socket.io'];
/** @type {Record<string, string[]>} */
const banned = {
  contracts: pure,
  'seeded-random': pure,
  'light-curve': [...pure, '@nestjs/common'],
  catalog: [...pure, '@nestjs/common'],
  'catalog-store': [...pure, '@nestjs/common'],
  redis: pure.filter((name) => name !== 'ioredis'),
  'job-transport': ['onnxruntime-node', 'socket.io'],
  'model-runtime': ['bullmq', 'ioredis', 'socket.io', '@nestjs/microservices'],
  vetting: [...pure, '@nestjs/common'],
  gateway: ['onnxruntime-node'],
  client: [...pure, '@nestjs/common'],
  console: [...pure.filter((name) => name !== 'socket.io'), '@nestjs/common', '@nestjs/swagger'],
  cli: ['@nestjs/core', '@nestjs/microservices', 'ioredis', 'bullmq', 'onnxruntime-node'],
};

/** @param {string[]} more scopes that every project may import @returns {import('eslint').Linter.RuleEntry} */
const boundaries = (...more) => [
  'error',
  {
    enforceBuildableLibDependency: false,
    allow: [],
    depConstraints: Object.entries(allowed).map(([scope, others]) => ({
      sourceTag: `scope:${scope}`,
      onlyDependOnLibsWithTags: [scope, ...others, ...more].map((name) => `scope:${name}`),
      ...(banned[scope] ? { bannedExternalImports: banned[scope] } : {}),
    })),
  },
];

const unusedVariables = { argsIgnorePattern: '^_', varsIgnorePattern: '^_' };

export default tseslint.config(
  { ignores: ['**/dist', '**/node_modules', '.nx', '.data', '**/.venv', 'libs/client/src/generated'] },
  js.configs.recommended,
  {
    plugins: { 'simple-import-sort': simpleImportSort },
    languageOptions: { globals: globals.node },
    rules: {
      'simple-import-sort/imports': ['error', { groups: [['^\\u0000', '^node:', '^@?\\w', '^@exoplanet/', '^\\.']] }],
      'simple-import-sort/exports': 'error',
      'no-duplicate-imports': ['error', { allowSeparateTypeImports: false }],
      'no-unused-vars': ['error', unusedVariables],
    },
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [...tseslint.configs.recommendedTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    plugins: { '@nx': nx },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@nx/enforce-module-boundaries': boundaries(),
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/no-unused-vars': ['error', unusedVariables],
    },
  },
  {
    files: testFiles,
    rules: {
      '@nx/enforce-module-boundaries': boundaries('tools'),
      // Vitest types its matchers (`expect.any(String)`) as any; using such a value is still an error.
      '@typescript-eslint/no-unsafe-assignment': 'off',
    },
  },
);

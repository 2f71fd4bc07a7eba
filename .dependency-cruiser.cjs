/** Layers of a library, lowest first: a layer imports the ones before it, never the ones after it. */
const layers = { 'libs/model-runtime/src': ['session', 'model', 'predictions', 'registry'] };

const layerRules = Object.entries(layers).flatMap(([root, names]) =>
  names.slice(0, -1).map((name, position) => ({
    name: `${name}-imports-no-higher-layer`,
    severity: 'error',
    from: { path: `^${root}/${name}/` },
    to: { path: `^${root}/(${names.slice(position + 1).join('|')})/` },
  })),
);

module.exports = {
  forbidden: [
    { name: 'no-file-circles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-folder-circles', severity: 'error', scope: 'folder', from: {}, to: { circular: true } },
    ...layerRules,
    {
      name: 'programs-import-production-packages',
      comment: 'The images have no development packages.',
      severity: 'error',
      from: { path: '^(apps/(gateway|inference|cli)|libs)/src/|^libs/[^/]+/src/', pathNot: '/src/testing/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/|\\.spec\\.ts$|/test/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.mts', '.mjs', '.js', '.json'] },
  },
};

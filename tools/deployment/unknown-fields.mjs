import { join } from 'node:path';
import ts from 'typescript';
import { workspaceRoot } from '../build/aliases.mjs';
import { schemaModule } from './kubernetes-manifests.mjs';

/**
 * Fields that are not in the published types of Kubernetes, as a server with strict validation would report them. The
 * published JSON schemas allow unknown fields; TypeScript does not.
 * @param {Pick<import('./manifest.mjs').Manifest, 'apiVersion' | 'kind' | 'spec'>[]} objects
 * @returns {string[]}
 */
export function unknownFields(objects) {
  const file = join(workspaceRoot, 'tools/deployment/manifests.ts'); // exists in memory only; its folder decides where packages are found
  const text = objects
    .map(
      ({ apiVersion, kind, ...rest }, index) =>
        `import { ${kind} as Kind${index} } from '${schemaModule({ apiVersion, kind })}';\nnew Kind${index}(${JSON.stringify(rest)});`,
    )
    .join('\n');
  /** @type {ts.CompilerOptions} */
  const options = {
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    target: ts.ScriptTarget.ES2022,
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.getSourceFile = (name, ...rest) =>
    name === file ? ts.createSourceFile(name, text, ts.ScriptTarget.ES2022) : getSourceFile.call(host, name, ...rest);
  host.fileExists = (name) => name === file || fileExists.call(host, name);
  const program = ts.createProgram([file], options, host);
  return ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

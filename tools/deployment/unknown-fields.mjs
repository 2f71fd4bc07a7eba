import { join } from 'node:path';
import ts from 'typescript';
import { workspaceRoot } from '../build/aliases.mjs';
import { schemaModule } from './kubernetes-manifests.mjs';

/**
 * Fields that the published types of Kubernetes do not have, as a server with strict validation would report them. The
 * published schemas let them pass, TypeScript does not.
 * @param {{ apiVersion: string, kind: string }[]} objects
 * @returns {string[]}
 */
export function unknownFields(objects) {
  const file = join(workspaceRoot, 'tools/deployment/manifests.ts'); // in memory only, at a place from which packages are found
  const text = objects
    .map(
      ({ apiVersion, kind, ...rest }, index) =>
        `import { ${kind} as Kind${index} } from '${schemaModule({ apiVersion, kind })}';\nnew Kind${index}(${JSON.stringify(rest)});`,
    )
    .join('\n');
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

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { validate } from 'dockerfile-utils';
import { describe, expect, it } from 'vitest';
import { workspaceRoot } from '../build/aliases.mjs';
import { GATEWAY_ALLOCATOR, NODE_FLAGS } from '../dev/start/how-node-runs.mjs';
import { allInstructions, commandOf, dockerfilePath, environmentOf, readStages } from './dockerfile.mjs';
import { environmentNames } from './environment-names.mjs';

const images = ['gateway', 'inference', 'inference-cuda'];
const stages = readStages();

describe('the Dockerfile', () => {
  it('has no finding of the linter of dockerfile-utils', () => {
    expect(validate(readFileSync(dockerfilePath, 'utf8'))).toEqual([]);
  });

  it.each(images)('copies of Node.js only the program into %s, without npm', (name) => {
    expect(stages.get(name)!.base).toMatch(/^(debian|nvidia\/cuda):/);
    const copied = allInstructions(stages, name).filter(({ text }) => /^\/(usr|node)\b/.test(text));
    expect(copied.map(({ text }) => text)).toEqual([
      expect.stringMatching(/^(\/usr\/local\/bin)?\/node \/usr\/local\/bin\/node$/) as string,
    ]);
  });

  describe.each(images)('%s', (image) => {
    const instructions = allInstructions(stages, image);

    it('runs as an unprivileged user, given by number so that Kubernetes can verify it', () => {
      expect(instructions.findLast(({ keyword }) => keyword === 'USER')?.text).toBe('1000:1000');
    });

    it('has a health check that needs no curl', () => {
      expect(commandOf(stages, image, 'HEALTHCHECK')).toEqual([
        'node',
        'docker/healthcheck.mjs',
        expect.stringMatching(/PORT$/),
      ]);
    });

    it('starts a built application with the same flags as ./start.sh', () => {
      const command = commandOf(stages, image);
      const program = command.at(-1)!;
      expect(command.slice(0, -1)).toEqual(['node', ...NODE_FLAGS]);
      const application = program.replace('dist/', '').replace('/main.js', '');
      expect(existsSync(join(workspaceRoot, application, 'src/main.ts'))).toBe(true);
    });

    it('sets only variables that the application reads', () => {
      const own = [
        'NODE_ENV',
        'PATH',
        'ONNXRUNTIME_NODE_INSTALL',
        'SCARF_ANALYTICS',
        ...Object.keys(GATEWAY_ALLOCATOR),
      ];
      expect(
        Object.keys(environmentOf(stages, image)).filter(
          (name) => !own.includes(name) && !environmentNames().includes(name),
        ),
      ).toEqual([]);
    });
  });

  it('sets up the allocator of the gateway as ./start.sh does', () => {
    expect(environmentOf(stages, 'gateway')).toMatchObject(GATEWAY_ALLOCATOR);
  });
});

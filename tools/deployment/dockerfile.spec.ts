import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { validate } from 'dockerfile-utils';
import { describe, expect, it } from 'vitest';
import { workspaceRoot } from '../build/aliases.mjs';
import { onPath } from '../dev/install/on-path.mjs';
import { NODE_FLAGS } from '../dev/start/node-flags.mjs';
import { contextFiles } from './build-context.mjs';
import { allInstructions, commandOf, dockerfilePath, environmentOf, readStages } from './dockerfile.mjs';
import { environmentNames } from './environment-names.mjs';

const images = ['gateway', 'inference', 'inference-cuda'];
const stages = readStages();
const context = contextFiles();

if (!onPath('hadolint')) console.log('hadolint is not on this machine: its check of docker/Dockerfile is skipped');

describe('the Dockerfile', () => {
  it('has no finding of the linter of dockerfile-utils', () => {
    expect(validate(readFileSync(dockerfilePath, 'utf8'))).toEqual([]);
  });

  it.skipIf(!onPath('hadolint'))('has no finding of hadolint', () => {
    expect(spawnSync('hadolint', [dockerfilePath], { encoding: 'utf8' }).stdout).toBe('');
  });

  it.each(images)('leaves npm out of %s: of Node.js it takes the program alone', (name) => {
    expect(stages.get(name)!.base).toMatch(/^(debian|nvidia\/cuda):/);
    const copied = allInstructions(stages, name).filter(({ text }) => text.startsWith('/usr/'));
    expect(copied.map(({ text }) => text)).toEqual(['/usr/local/bin/node /usr/local/bin/node']);
  });

  it('takes only what the build context holds or an earlier stage made', () => {
    for (const { name, instructions } of stages.values()) {
      for (const { flags, text } of instructions.filter(({ keyword }) => keyword === 'COPY')) {
        if (flags.from) expect([...stages.keys()], `${name}: COPY --from=${flags.from}`).toContain(flags.from);
        else
          for (const source of text.split(/\s+/).slice(0, -1))
            expect(
              context.some((file) => source === '.' || file === source || file.startsWith(`${source}/`)),
              `${name}: COPY ${source}`,
            ).toBe(true);
      }
    }
  });

  it('sees neither data nor secrets nor what is built anew', () => {
    expect(context.filter((file) => /(^|\/)(\.env|\.data|\.git|node_modules|dist)(\/|$)/.test(file))).toEqual([]);
  });

  describe.each(images)('%s', (image) => {
    const instructions = allInstructions(stages, image);

    it('runs as a user without rights, by number so that Kubernetes can tell', () => {
      expect(instructions.findLast(({ keyword }) => keyword === 'USER')?.text).toBe('1000:1000');
    });

    it('has a health check that needs no curl', () => {
      expect(commandOf(stages, image, 'HEALTHCHECK')).toEqual([
        'node',
        'docker/healthcheck.mjs',
        expect.stringMatching(/PORT$/),
      ]);
    });

    it('starts an application that is built, with the flags that ./start.sh gives', () => {
      const command = commandOf(stages, image);
      const program = command.at(-1)!;
      expect(command.slice(0, -1)).toEqual(['node', ...NODE_FLAGS]);
      const application = program.replace('dist/', '').replace('/main.js', '');
      expect(existsSync(join(workspaceRoot, application, 'src/main.ts'))).toBe(true);
    });

    it('sets variables that the application reads', () => {
      const own = ['NODE_ENV', 'PATH', 'ONNXRUNTIME_NODE_INSTALL', 'SCARF_ANALYTICS'];
      expect(
        Object.keys(environmentOf(stages, image)).filter(
          (name) => !own.includes(name) && !environmentNames().includes(name),
        ),
      ).toEqual([]);
    });
  });
});

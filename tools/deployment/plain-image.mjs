import { cpSync, linkSync, lstatSync, mkdirSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { workspaceRoot } from '../build/aliases.mjs';
import { runShown } from '../dev/processes/run-shown.mjs';
import { say } from '../dev/say.mjs';
import { contextFiles } from './build-context.mjs';
import { readStages } from './dockerfile.mjs';

/** The program of Node.js in its image: this machine's stands for it. */
const NODE = '/usr/local/bin/node';

/**
 * Builds stages of the Dockerfile in plain folders, for machines without a container engine: the same COPY and RUN
 * lines, with this machine's Node.js for the base image. RUN lines must not leave the working directory.
 */
export class PlainBuild {
  #stages = readStages();
  #folder;
  #built = new Map();

  /** @param {string} folder where the stages are built, one folder each */
  constructor(folder) {
    this.#folder = folder;
  }

  /** @returns {Promise<{ root: string, workdir: string, env: Record<string, string> }>} root: what would be `/` in the image */
  async stage(name) {
    if (!this.#built.has(name)) this.#built.set(name, await this.#build(name));
    return this.#built.get(name);
  }

  async #build(name) {
    const { base, instructions } = this.#stages.get(name);
    const root = join(this.#folder, name);
    const image = { root, workdir: '/', env: { PATH: process.env.PATH } };
    mkdirSync(root, { recursive: true });
    if (this.#stages.has(base)) {
      const below = await this.stage(base);
      linkTree(below.root, root);
      image.workdir = below.workdir;
      image.env = rebased(below.env, below.root, root);
    }
    say(`images: stage ${name}`);
    for (const instruction of instructions) await this.#apply(instruction, image);
    return image;
  }

  async #apply({ keyword, text, flags }, image) {
    const inside = (path) => join(image.root, path.startsWith('/') ? path : join(image.workdir, path));
    if (keyword === 'WORKDIR') {
      image.workdir = text;
      mkdirSync(inside(text), { recursive: true });
    } else if (keyword === 'ENV') {
      for (const pair of text.split(/\s+/)) {
        const [name, value] = pair.split(/=(.*)/s);
        image.env[name] = value.replace(/^\/app/, inside('/app')).replace('$PATH', image.env.PATH);
      }
    } else if (keyword === 'RUN') {
      const { code } = await runShown('sh', ['-c', text], { cwd: inside('.'), env: image.env });
      if (code !== 0) throw new Error(`RUN ${text} ended with code ${code}`);
    } else if (keyword === 'COPY') {
      const paths = text.split(/\s+/);
      const target = inside(paths.at(-1));
      const sources = paths.slice(0, -1);
      const into = paths.at(-1).endsWith('/') || sources.length > 1;
      if (flags.from) {
        const { root } = await this.stage(flags.from);
        for (const source of sources.filter((path) => path !== NODE)) copy(join(root, source), target, into);
      } else {
        for (const source of sources) copyFromContext(source, target, into);
      }
    }
  }
}

/** A folder's content, or a file, as COPY does. */
function copy(source, target, into) {
  linkTree(source, into && !lstatSync(source).isDirectory() ? join(target, basename(source)) : target);
}

/** Copies without taking room: the lines of our Dockerfile remove and add files and change none. */
function linkTree(source, target) {
  const entry = lstatSync(source);
  mkdirSync(entry.isDirectory() ? target : dirname(target), { recursive: true });
  if (entry.isDirectory()) for (const name of readdirSync(source)) linkTree(join(source, name), join(target, name));
  else if (entry.isSymbolicLink()) cpSync(source, target, { verbatimSymlinks: true });
  else linkSync(source, target);
}

function copyFromContext(source, target, into) {
  const files = contextFiles().filter((file) => source === '.' || file === source || file.startsWith(`${source}/`));
  if (files.length === 0) throw new Error(`COPY ${source}: no such file in the build context, see .dockerignore`);
  for (const file of files) {
    const rest = source === '.' ? file : file.slice(source.length + 1);
    cpSync(join(workspaceRoot, file), rest ? join(target, rest) : into ? join(target, basename(file)) : target, {
      recursive: true,
    });
  }
}

const rebased = (env, from, to) =>
  Object.fromEntries(Object.entries(env).map(([name, value]) => [name, value.replaceAll(from, to)]));

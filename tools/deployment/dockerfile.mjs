import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { DockerfileParser } from 'dockerfile-ast';
import { workspaceRoot } from '../build/aliases.mjs';

export const dockerfilePath = resolve(workspaceRoot, 'docker/Dockerfile');

/**
 * @typedef {{ keyword: string, text: string, flags: Record<string, string | null> }} Instruction text: what follows the keyword and its flags
 * @typedef {{ name: string, base: string, instructions: Instruction[] }} Stage base: another stage, or an image
 * @typedef {Map<string, Stage>} Stages by name
 */

/** The stages of the Dockerfile. @returns {Stages} */
export function readStages(text = readFileSync(dockerfilePath, 'utf8')) {
  /** @type {Stages} */
  const stages = new Map();
  /** @type {Record<string, string>} */
  const variables = {};
  /** @type {Stage | undefined} */
  let stage;
  for (const instruction of DockerfileParser.parse(text).getInstructions()) {
    const keyword = instruction.getKeyword();
    const written = instruction.getRawArgumentsContent() ?? '';
    if (keyword === 'ARG' && !stage) {
      const [name, ...value] = written.split('=');
      variables[name] = value.join('=');
    } else if (keyword === 'FROM') {
      const [image, , name] = written.split(/\s+/);
      stage = { name, base: substitute(image, variables), instructions: [] };
      stages.set(name, stage);
    } else {
      stage?.instructions.push({ keyword, flags: flagsOf(instruction), text: withoutFlags(written) });
    }
  }
  return stages;
}

/**
 * The instructions of a stage, behind those of the stages that it is based on.
 * @param {Stages} stages
 * @param {string} name
 * @returns {Instruction[]}
 */
export function allInstructions(stages, name) {
  const stage = stages.get(name);
  return stage ? [...allInstructions(stages, stage.base), ...stage.instructions] : [];
}

/**
 * `NAME=value ...` of every ENV of a stage and of those that it is based on.
 * @param {Stages} stages
 * @param {string} name
 * @returns {Record<string, string>}
 */
export function environmentOf(stages, name) {
  const pairs = allInstructions(stages, name)
    .filter(({ keyword }) => keyword === 'ENV')
    .flatMap(({ text }) => text.split(/\s+/).map((pair) => pair.split(/=(.*)/s)));
  return Object.fromEntries(pairs.map(([key, value]) => [key, value]));
}

/**
 * The program of the last CMD of a stage, or with `HEALTHCHECK` that of its health check.
 * @param {Stages} stages
 * @param {string} name
 * @param {'CMD' | 'HEALTHCHECK'} [keyword]
 * @returns {string[]}
 */
export function commandOf(stages, name, keyword = 'CMD') {
  const { text } = allInstructions(stages, name).findLast((instruction) => instruction.keyword === keyword) ?? {};
  if (!text) throw new Error(`stage ${name} has no ${keyword}`);
  return JSON.parse(text.replace(/^CMD\s+/, ''));
}

/** @param {object} instruction @returns {Record<string, string | null>} */
function flagsOf(instruction) {
  const flags = 'getFlags' in instruction ? /** @type {import('dockerfile-ast').Copy} */ (instruction).getFlags() : [];
  return Object.fromEntries(flags.map((flag) => [flag.getName(), flag.getValue()]));
}

/** @param {string} text */
const withoutFlags = (text) => text.replace(/^(?:--\S+\s+)+/, '').trim();

/** @param {string} text @param {Record<string, string>} variables */
const substitute = (text, variables) =>
  text.replace(/\$\{(\w+)\}/g, (_, /** @type {string} */ name) => variables[name]);

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { DockerfileParser } from 'dockerfile-ast';
import { workspaceRoot } from '../build/aliases.mjs';

export const dockerfilePath = resolve(workspaceRoot, 'docker/Dockerfile');

/**
 * @typedef {{ keyword: string, text: string, flags: Record<string, string> }} Instruction text: what stands behind the keyword and its flags, variables filled in
 * @typedef {{ name: string, base: string, instructions: Instruction[] }} Stage base: another stage, or an image
 */

/** The stages of the Dockerfile, by name. @returns {Map<string, Stage>} */
export function readStages(text = readFileSync(dockerfilePath, 'utf8')) {
  const stages = new Map();
  const variables = {};
  let stage;
  for (const instruction of DockerfileParser.parse(text).getInstructions()) {
    const keyword = instruction.getKeyword();
    const written = instruction.getRawArgumentsContent() ?? '';
    if (keyword === 'ARG' && !stage) {
      const [name, ...value] = written.split('=');
      variables[name] = value.join('=');
    } else if (keyword === 'FROM') {
      stage = { name: instruction.getBuildStage(), base: fill(instruction.getImage(), variables), instructions: [] };
      stages.set(stage.name, stage);
    } else {
      stage.instructions.push({ keyword, flags: flagsOf(instruction), text: withoutFlags(written) });
    }
  }
  return stages;
}

/**
 * The instructions of a stage and of the stages that it stands on, first ones first.
 * @param {Map<string, Stage>} stages
 * @param {string} name
 * @returns {Instruction[]}
 */
export function allInstructions(stages, name) {
  const stage = stages.get(name);
  return stage ? [...allInstructions(stages, stage.base), ...stage.instructions] : [];
}

/**
 * `NAME=value ...` of every ENV of a stage, of the ones that it stands on too.
 * @param {Map<string, Stage>} stages
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
 * @param {Map<string, Stage>} stages
 * @param {string} name
 * @param {'CMD' | 'HEALTHCHECK'} [keyword]
 * @returns {string[]}
 */
export function commandOf(stages, name, keyword = 'CMD') {
  const { text } = allInstructions(stages, name).findLast((instruction) => instruction.keyword === keyword) ?? {};
  return text && JSON.parse(text.replace(/^CMD\s+/, ''));
}

function flagsOf(instruction) {
  return Object.fromEntries((instruction.getFlags?.() ?? []).map((flag) => [flag.getName(), flag.getValue()]));
}

const withoutFlags = (text) => text.replace(/^(?:--\S+\s+)+/, '').trim();
const fill = (text, variables) => text.replace(/\$\{(\w+)\}/g, (_, name) => variables[name]);

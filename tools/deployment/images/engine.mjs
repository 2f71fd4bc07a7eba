import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { workspaceRoot } from '../../build/aliases.mjs';
import { runShown } from '../../dev/processes/run-shown.mjs';
import { composeCommand, dockerClient } from '../../dev/requirements.mjs';

const environment = { ...process.env, DOCKER_BUILDKIT: '1', COMPOSE_DOCKER_CLI_BUILD: '1' };

/** What a command of the Docker client prints. @param {string[]} args @param {{ input?: string }} [options] */
export function docker(args, { input } = {}) {
  return execFileSync(dockerClient, args, { cwd: workspaceRoot, env: environment, encoding: 'utf8', input }).trim();
}

/** The exit code and output of a command in a container. @param {string} container @param {string[]} command */
export function execIn(container, command) {
  const { status, stdout, stderr } = spawnSync(dockerClient, ['exec', container, ...command], { encoding: 'utf8' });
  return { status, output: `${stdout}${stderr}` };
}

/**
 * Builds a stage of the Dockerfile. The build uses the host's network, because a build network may have no name server.
 * @param {string} target
 */
export async function buildImage(target) {
  const args = ['build', '--network', 'host', '--progress', 'plain', '--file', 'docker/Dockerfile'];
  const { code } = await runShown(dockerClient, [...args, '--target', target, '--tag', `exoplanet-${target}`, '.'], {
    cwd: workspaceRoot,
    env: { DOCKER_BUILDKIT: '1' },
  });
  if (code !== 0) throw new Error(`docker build of ${target} ended with code ${code}`);
}

/** A project of docker/compose.yaml with a name of its own. */
export class ComposeProject {
  #name;
  #settings;
  #command;

  /** @param {string} name @param {Record<string, string>} settings values for the variables of compose.yaml */
  constructor(name, settings) {
    this.#name = name;
    this.#settings = settings;
    const command = composeCommand();
    if (!command) throw new Error('compose is missing');
    this.#command = command;
  }

  /** @param {string[]} args @returns {string} what it prints */
  run(...args) {
    const [program, ...first] = this.#command;
    const file = join(workspaceRoot, 'docker/compose.yaml');
    return execFileSync(program, [...first, '--file', file, '--project-name', this.#name, ...args], {
      cwd: workspaceRoot,
      env: { ...environment, ...this.#settings },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    }).trim();
  }

  /** Ids of the containers of a service. @param {string} service */
  containers(service) {
    return this.run('ps', '--quiet', service).split('\n').filter(Boolean);
  }

  down() {
    this.run('down', '--volumes', '--timeout', '20');
  }
}

/**
 * `docker inspect` of a container, as far as the tests read it.
 * @typedef {object} ContainerState
 * @property {{ Health: { Status: string }, ExitCode: number, Running: boolean }} State
 * @property {number} RestartCount
 * @property {{ ReadonlyRootfs: boolean, Memory: number, CapDrop: string[] }} HostConfig
 * @property {{ User: string }} Config
 */

/** @param {string} container @returns {ContainerState} */
export function inspectContainer(container) {
  return JSON.parse(docker(['inspect', container]))[0];
}

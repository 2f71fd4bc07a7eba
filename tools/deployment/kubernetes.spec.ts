import { beforeAll, describe, expect, it } from 'vitest';
import { isMissing } from '../dev/requirements.mjs';
import { getRoutes } from './application-routes.mjs';
import { environmentOf, readStages } from './dockerfile.mjs';
import { environmentNames } from './environment-names.mjs';
import {
  buildManifests,
  containerOf,
  overlays,
  podTemplateOf,
  required,
  validateManifest,
} from './kubernetes-manifests.mjs';
import type { Manifest, Selector, Spec } from './manifest.mjs';
import { unknownFields } from './unknown-fields.mjs';

const withoutKubectl = isMissing('kubectl 1.25');
const NAME_LABEL = 'app.kubernetes.io/name';

describe.skipIf(withoutKubectl).each(overlays)('k8s/%s (needs kubectl 1.25)', (overlay) => {
  let objects: Manifest[];
  let applications: Manifest[];
  beforeAll(() => {
    objects = buildManifests(overlay);
    applications = ofKind('Deployment');
  });

  const ofKind = (...kinds: string[]): Manifest[] => objects.filter(({ kind }) => kinds.includes(kind));
  const workloads = (): Manifest[] => ofKind('Deployment', 'StatefulSet');
  const specOf = ({ spec, metadata }: Manifest): Spec => required(spec, `spec of ${metadata.name}`);
  const named = (list: Manifest[], name: string): Manifest =>
    required(
      list.find(({ metadata }) => metadata.name === name),
      name,
    );

  it('matches the published schemas', async () => {
    for (const object of objects) await validateManifest(object);
  });

  it('has no field that Kubernetes does not know', { timeout: 60_000 }, () => {
    expect(unknownFields(objects)).toEqual([]);
  });

  it('has a gateway and an inference deployment, each with an image of the Dockerfile', () => {
    expect(applications.map(({ metadata }) => metadata.name)).toEqual(['gateway', 'inference']);
    for (const application of applications) {
      const target = /^(?:registry\.example\/)?exoplanet-(.+):[\w.]+$/.exec(containerOf(application).image)?.[1];
      expect([...readStages().keys()]).toContain(target);
    }
  });

  it('sets only variables that the applications read', () => {
    const names = [
      ...ofKind('ConfigMap', 'Secret').flatMap(({ data = {} }) => Object.keys(data)),
      ...applications.flatMap((application) => (containerOf(application).env ?? []).map(({ name }) => name)),
    ];
    expect(names.filter((name) => !environmentNames().includes(name))).toEqual([]);
  });

  it('probes and scrapes ports and routes that exist', () => {
    for (const application of applications) {
      const name = application.metadata.name === 'gateway' ? 'gateway' : 'inference';
      const { ports = [], startupProbe, livenessProbe, readinessProbe } = containerOf(application);
      const image = environmentOf(readStages(), name);
      const listening = [image.PORT, image.MONITOR_PORT, image.WORKER_HEALTH_PORT].filter(Boolean).map(Number);
      expect(ports.map(({ containerPort }) => containerPort)).toEqual(listening);
      for (const probe of [startupProbe, livenessProbe, readinessProbe]) {
        expect(ports.map((port) => port.name)).toContain(probe?.httpGet.port);
        expect(getRoutes(name)).toContain(probe?.httpGet.path);
      }
      const annotations = podTemplateOf(application).metadata.annotations ?? {};
      expect(listening).toContain(Number(annotations['prometheus.io/port']));
      expect(getRoutes(name)).toContain(annotations['prometheus.io/path']);
    }
  });

  it('gives a worker more time to end than a task may take', () => {
    const { terminationGracePeriodSeconds } = podTemplateOf(named(applications, 'inference')).spec;
    expect(terminationGracePeriodSeconds).toBeGreaterThan(Number(ofKind('ConfigMap')[0].data?.TASK_TIMEOUT));
  });

  it('runs every container without root, without privileges and with a read-only root file system', () => {
    for (const workload of workloads()) {
      const { securityContext, automountServiceAccountToken, containers } = podTemplateOf(workload).spec;
      expect(securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
      expect(automountServiceAccountToken).toBe(false);
      for (const container of containers) {
        expect(container.securityContext).toEqual({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        });
      }
    }
  });

  it('limits the memory of every container, and Redis refuses writes well below its limit', () => {
    for (const workload of workloads())
      for (const { name, resources } of podTemplateOf(workload).spec.containers)
        expect(resources?.limits?.memory, name).toMatch(/^\d+[GM]i$/);
    for (const redis of ofKind('StatefulSet')) {
      const { args = [], resources } = containerOf(redis);
      const maxmemory = parseInt(args[args.indexOf('--maxmemory') + 1]);
      expect(args[args.indexOf('--maxmemory') + 1]).toMatch(/^\d+mb$/);
      expect(maxmemory * 1024 ** 2).toBeGreaterThan(Number(ofKind('ConfigMap')[0].data?.PAYLOAD_MEMORY_LIMIT));
      expect(maxmemory).toBeLessThan(0.75 * 1024 * parseInt(resources?.limits?.memory ?? ''));
    }
  });

  it('has only selectors that match a workload', () => {
    const pods = workloads().map((workload) => podTemplateOf(workload).metadata.labels[NAME_LABEL]);
    const selectors = [
      ...[...workloads(), ...ofKind('PodDisruptionBudget')].map((object) => specOf(object).selector?.matchLabels),
      ...ofKind('Service').map((service): Record<string, string> | undefined => specOf(service).selector),
      ...ofKind('NetworkPolicy').flatMap((policy) => selectorsOf(specOf(policy)).map(({ matchLabels }) => matchLabels)),
    ];
    for (const labels of selectors) if (labels) expect(pods).toContain(labels[NAME_LABEL]);
    for (const scaler of ofKind('HorizontalPodAutoscaler', 'ScaledObject'))
      expect(pods).toContain(specOf(scaler).scaleTargetRef?.name);
  });

  it('lets gateway and inference reach only Redis, and denies all other traffic', () => {
    const policies = ofKind('NetworkPolicy');
    for (const name of ['gateway', 'inference']) {
      const { podSelector, egress = [] } = specOf(named(policies, name));
      expect(podSelector?.matchLabels).toEqual({ [NAME_LABEL]: name });
      expect(egress.flatMap(({ ports }) => ports)).toEqual([{ protocol: 'TCP', port: 6379 }]);
    }
    expect(named(policies, 'deny-all').spec).toEqual({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
  });
});

/** Every pod selector of a network policy. */
function selectorsOf({ podSelector, ingress = [], egress = [] }: Spec): Selector[] {
  const peers = [...ingress.flatMap(({ from = [] }) => from), ...egress.flatMap(({ to = [] }) => to)];
  return [podSelector, ...peers.map((peer) => peer.podSelector)].filter((selector) => selector !== undefined);
}

describe.skipIf(withoutKubectl)('an external Redis (needs kubectl 1.25)', () => {
  it.each(['overlays/external-redis', 'overlays/production'])(
    'k8s/%s runs no Redis, and takes every secret from a Secret that is not in the repository',
    (overlay) => {
      const objects = buildManifests(overlay);
      expect(objects.filter(({ kind, metadata }) => kind === 'Secret' || metadata.name === 'redis')).toEqual([]);
      expect(objects.find(({ kind }) => kind === 'ConfigMap')?.data).not.toHaveProperty('REDIS_URL');
      for (const deployment of objects.filter(({ kind }) => kind === 'Deployment'))
        expect(containerOf(deployment).envFrom).toContainEqual({ secretRef: { name: 'exoplanet' } });
    },
  );
});

describe.skipIf(withoutKubectl)('k8s/overlays/development (needs kubectl 1.25)', () => {
  it('needs no custom resource', () => {
    expect(buildManifests('overlays/development').map(({ kind }) => kind)).not.toContain('ScaledObject');
  });
});

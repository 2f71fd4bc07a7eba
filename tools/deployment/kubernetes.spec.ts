import { beforeAll, describe, expect, it } from 'vitest';
import { getRoutes } from './application-routes.mjs';
import { environmentOf, readStages } from './dockerfile.mjs';
import { environmentNames } from './environment-names.mjs';
import { buildManifests, overlays, schemaModule, whyNoKubectl } from './kubernetes-manifests.mjs';
import { unknownFields } from './unknown-fields.mjs';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- what YAML holds; its schema is what the first test checks
type Manifest = any;

const reason = whyNoKubectl();
if (reason) console.log(`kubernetes: skipped, ${reason}`);

describe.skipIf(reason).each(overlays)('k8s/%s', (overlay) => {
  let objects: Manifest[];
  let applications: Manifest[];
  beforeAll(() => {
    objects = buildManifests(overlay);
    applications = ofKind('Deployment');
  });

  const ofKind = (...kinds: string[]): Manifest[] => objects.filter(({ kind }) => kinds.includes(kind));
  const podsOf = ({ spec }: Manifest): Manifest => spec.template.spec;
  const containerOf = (workload: Manifest): Manifest => podsOf(workload).containers[0];
  const configuration = (): Record<string, string> => ofKind('ConfigMap')[0].data;

  it('fits the published schemas', async () => {
    for (const object of objects) {
      const { [object.kind]: Model } = await import(schemaModule(object));
      expect(() => new Model(object).validate(), `${object.kind} ${object.metadata.name}`).not.toThrow();
    }
  });

  it('has no field that Kubernetes does not know', { timeout: 60_000 }, () => {
    expect(unknownFields(objects)).toEqual([]);
  });

  it('has gateway and inference, each from an image of the Dockerfile', () => {
    expect(applications.map(({ metadata }) => metadata.name)).toEqual(['gateway', 'inference']);
    for (const application of applications) {
      const [, target] = /^(?:registry\.example\/)?exoplanet-(.+):[\w.]+$/.exec(containerOf(application).image)!;
      expect([...readStages().keys()]).toContain(target);
    }
  });

  it('sets variables that the applications read', () => {
    const names = [
      ...ofKind('ConfigMap', 'Secret').flatMap(({ data }) => Object.keys(data)),
      ...applications.flatMap((application) => (containerOf(application).env ?? []).map(({ name }: Manifest) => name)),
    ];
    expect(names.filter((name) => !environmentNames().includes(name))).toEqual([]);
  });

  it('probes and scrapes ports and routes that exist', () => {
    for (const application of applications) {
      const { name } = application.metadata;
      const { ports, startupProbe, livenessProbe, readinessProbe } = containerOf(application);
      const image = environmentOf(readStages(), name);
      const listening = [image.PORT, image.MONITOR_PORT, image.WORKER_HEALTH_PORT].filter(Boolean).map(Number);
      expect(ports.map(({ containerPort }: Manifest) => containerPort)).toEqual(listening);
      for (const { httpGet } of [startupProbe, livenessProbe, readinessProbe]) {
        expect(ports.map((port: Manifest) => port.name)).toContain(httpGet.port);
        expect(getRoutes(name)).toContain(httpGet.path);
      }
      const { 'prometheus.io/port': port, 'prometheus.io/path': path } = application.spec.template.metadata.annotations;
      expect(listening).toContain(Number(port));
      expect(getRoutes(name)).toContain(path);
    }
  });

  it('gives a worker longer than a task to end', () => {
    const inference = applications.find(({ metadata }) => metadata.name === 'inference');
    expect(podsOf(inference).terminationGracePeriodSeconds).toBeGreaterThan(Number(configuration().TASK_TIMEOUT));
  });

  it('is restricted: no root, no rights, no writing but to /tmp or its volume', () => {
    for (const workload of ofKind('Deployment', 'StatefulSet')) {
      expect(podsOf(workload).securityContext).toMatchObject({
        runAsNonRoot: true,
        seccompProfile: { type: 'RuntimeDefault' },
      });
      expect(podsOf(workload).automountServiceAccountToken).toBe(false);
      for (const { securityContext } of podsOf(workload).containers) {
        expect(securityContext).toEqual({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        });
      }
    }
  });

  it('selects pods that exist, with every selector', () => {
    const pods = ofKind('Deployment', 'StatefulSet').map(
      ({ spec }) => spec.template.metadata.labels['app.kubernetes.io/name'],
    );
    const selected = [
      ...ofKind('Deployment', 'StatefulSet', 'PodDisruptionBudget').map(({ spec }) => spec.selector.matchLabels),
      ...ofKind('Service').map(({ spec }) => spec.selector),
      ...ofKind('NetworkPolicy').flatMap(({ spec }) =>
        [spec.podSelector, ...peers(spec)].map(({ matchLabels }: Manifest) => matchLabels),
      ),
    ].filter(Boolean);
    for (const labels of selected) expect(pods).toContain(labels['app.kubernetes.io/name']);
    for (const { spec } of ofKind('HorizontalPodAutoscaler', 'ScaledObject'))
      expect(pods).toContain(spec.scaleTargetRef.name);
  });

  it('lets an application reach Redis, and nothing that no policy names', () => {
    for (const name of ['gateway', 'inference']) {
      const { spec } = ofKind('NetworkPolicy').find(({ metadata }) => metadata.name === name);
      expect(spec.podSelector.matchLabels).toEqual({ 'app.kubernetes.io/name': name });
      expect(spec.egress.flatMap(({ ports }: Manifest) => ports)).toEqual([{ protocol: 'TCP', port: 6379 }]);
    }
    const denied = ofKind('NetworkPolicy').find(({ metadata }) => metadata.name === 'deny-all');
    expect(denied.spec).toEqual({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
  });

  const peers = (spec: Manifest): Manifest[] =>
    [...(spec.ingress ?? []), ...(spec.egress ?? [])]
      .flatMap((rule) => [...(rule.from ?? []), ...(rule.to ?? [])])
      .flatMap(({ podSelector }) => podSelector ?? []);
});

describe.skipIf(reason)('a Redis from outside', () => {
  it.each(['overlays/external-redis', 'overlays/production'])(
    'k8s/%s has none of its own, and takes every secret from a Secret that it does not hold',
    (overlay) => {
      const objects = buildManifests(overlay);
      expect(objects.filter(({ kind, metadata }) => kind === 'Secret' || metadata.name === 'redis')).toEqual([]);
      expect(objects.find(({ kind }) => kind === 'ConfigMap').data).not.toHaveProperty('REDIS_URL');
      for (const { spec } of objects.filter(({ kind }) => kind === 'Deployment')) {
        expect(spec.template.spec.containers[0].envFrom).toContainEqual({ secretRef: { name: 'exoplanet' } });
      }
    },
  );
});

describe.skipIf(reason)('development', () => {
  it('needs no custom resource', () => {
    expect(buildManifests('overlays/development').map(({ kind }) => kind)).not.toContain('ScaledObject');
  });
});

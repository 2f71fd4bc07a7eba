import { hostname } from 'node:os';
import { describe, expect, it } from 'vitest';
import { AllowedHosts } from './allowed-hosts';

describe('hosts that a gateway without keys answers to', () => {
  const hosts = new AllowedHosts(['api.example.org', '*.cluster.local']);

  it.each([
    undefined,
    'localhost',
    'LOCALHOST:8000',
    'localhost.:8000',
    'exoplanet.localhost:8000',
    '127.0.0.1:8000',
    '10.1.2.3',
    '[::1]:8000',
    '[fe80::1]',
    hostname(),
    `${hostname()}:8000`,
    'api.example.org',
    'gateway.exoplanet.svc.cluster.local:8000',
  ])('allows %s', (host) => {
    expect(hosts.allows(host)).toBe(true);
  });

  it.each([
    'evil.example',
    'evil.example:8000',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'notlocalhost',
    'example.org',
    'evil-cluster.local',
    '',
    '[::1',
    'a:b:c',
  ])('refuses %j', (host) => {
    expect(hosts.allows(host)).toBe(false);
  });
});

/**
 * The fields of Kubernetes objects and compose services that the tests read.
 *
 * @typedef {{ name: string, containerPort: number }} ContainerPort
 * @typedef {{ httpGet: { port: string, path: string } }} Probe
 * @typedef {{ requests?: Record<string, string>, limits?: Record<string, string> }} Resources
 * @typedef {object} Container
 * @property {string} name
 * @property {string} image
 * @property {string[]} [command]
 * @property {string[]} [args]
 * @property {ContainerPort[]} [ports]
 * @property {{ name: string, value?: string }[]} [env]
 * @property {object[]} [envFrom]
 * @property {Probe} [startupProbe]
 * @property {Probe} [livenessProbe]
 * @property {Probe} [readinessProbe]
 * @property {Resources} [resources]
 * @property {object} [securityContext]
 *
 * @typedef {object} PodSpec
 * @property {Container[]} containers
 * @property {object} [securityContext]
 * @property {boolean} [automountServiceAccountToken]
 * @property {number} [terminationGracePeriodSeconds]
 *
 * @typedef {{ matchLabels?: Record<string, string> }} Selector
 * @typedef {{ podSelector?: Selector }} Peer
 * @typedef {{ from?: Peer[], to?: Peer[], ports?: { protocol: string, port: number }[] }} PolicyRule
 *
 * @typedef {object} Spec
 * @property {{ metadata: { labels: Record<string, string>, annotations?: Record<string, string> }, spec: PodSpec }} [template]
 * @property {Selector & Record<string, string>} [selector]
 * @property {Selector} [podSelector]
 * @property {PolicyRule[]} [ingress]
 * @property {PolicyRule[]} [egress]
 * @property {{ name: string }} [scaleTargetRef]
 * @property {{ metadata: Record<string, string> }[]} [triggers]
 *
 * @typedef {object} Manifest
 * @property {string} apiVersion
 * @property {string} kind
 * @property {{ name: string }} metadata
 * @property {Record<string, string>} [data]
 * @property {Spec} [spec]
 */

export {};

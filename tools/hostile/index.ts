export { runCampaign } from './campaign';
export { operationsOf } from './http-requests';

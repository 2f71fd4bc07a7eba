export { type CampaignOptions, type CampaignReport, runCampaign } from './campaign';
export { type Operation, operationsOf } from './http-requests';

export type { ReportInput } from './report-input';
export { reportSvg } from './report-svg';

export { reportPdf } from './report-pdf';
export { reportPng } from './report-png';

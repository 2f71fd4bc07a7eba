export { sampleFile, type SampleName, SAMPLES } from './sample-file';

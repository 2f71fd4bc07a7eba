import { JobError, JobsServer } from '../../src/index';
import { addHandlers, readOptions } from './child-handlers';

/** A worker program for tests that kill its process. */
const options = readOptions();
const server = new JobsServer(options);
addHandlers(server, options);
server.addHandler('failing', () => Promise.reject(new JobError({ code: 'VALIDATION_FAILED', message: 'as asked' })));
server.listen(() => process.send?.('listening'));

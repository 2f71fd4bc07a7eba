import { IsolatedJobsServer } from '../../src/index';
import { addHandlers, readOptions } from './child-handlers';

/** The child process of the worker program. */
const server = new IsolatedJobsServer();
addHandlers(server, readOptions());
process.once('disconnect', () => process.exit(0));
server.listen(() => undefined);

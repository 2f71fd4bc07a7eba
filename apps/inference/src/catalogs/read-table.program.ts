// The child process of a worker that reads uploaded tables, for `TableProcess`.
import { Database } from '@exoplanet/catalog-store';
import { endWithParent } from '@exoplanet/job-transport';
import { type ReadMessage, type ReadTask, readUploadedTable } from './read-table';

const send = (message: ReadMessage) => process.send!(message, undefined, undefined, () => undefined);

endWithParent();
// Before there is a table to read. Reading one says why where it cannot be loaded.
Database.load().catch(() => undefined);
process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));
process.on('message', (task: ReadTask) => {
  void readUploadedTable(task, send).then(send, (fault: Error) => send({ fault }));
});

import type { TableCall, TableReply } from './table-calls';
import { TableStore } from './table-store';

const store = new TableStore();

function answer(call: TableCall): unknown {
  switch (call.name) {
    case 'open':
      return store.open(call.in);
    case 'missing':
      return store.missing(call.in.names, call.in.version);
    case 'addColumns':
      return store.addColumns(call.in.bytes, call.in.version);
    case 'addOrder':
      return store.addOrder(call.in.name, call.in.bytes);
    case 'rowsOf':
      return store.rowsOf(call.in);
    case 'window':
      return store.window(call.in);
    case 'neighbour':
      return store.neighbour(call.in.order, call.in.key, call.in.by);
    case 'keyAt':
      return store.keyAt(call.in.order, call.in.position);
    case 'valueAt':
      return store.valueAt(call.in.order, call.in.position, call.in.name);
    case 'picture':
      return store.picture(call.in);
  }
}

addEventListener('message', ({ data: call }: MessageEvent<TableCall>) => {
  let reply: TableReply;
  try {
    reply = { id: call.id, out: answer(call) };
  } catch (error) {
    reply = { id: call.id, error: error instanceof Error ? error.message : String(error) };
  }
  postMessage(reply);
});

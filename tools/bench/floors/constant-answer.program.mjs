// A server that does nothing: the same bytes to every request, which need not come in one piece. What a load generator
// reaches here is the most that it can measure.
// usage: constant-answer.program.mjs PORT
import { createServer } from 'node:net';

const BODY = JSON.stringify({ task_id: '0', status: 'completed' });
const ANSWER = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${BODY.length}\r\n\r\n${BODY}`;
const HEAD = /content-length: *(\d+)/i;

createServer({ noDelay: true }, (socket) => {
  let received = '';
  socket.on('error', () => socket.destroy());
  socket.on('data', (data) => {
    received += data.toString('latin1');
    for (let end = endOfRequest(received); end > 0; end = endOfRequest(received)) {
      received = received.slice(end);
      socket.write(ANSWER);
    }
  });
}).listen(Number(process.argv[2]), '127.0.0.1');

/** Length of the first request, 0 where it is not complete. @param {string} received */
function endOfRequest(received) {
  const head = received.indexOf('\r\n\r\n');
  if (head < 0) return 0;
  const end = head + 4 + Number(HEAD.exec(received.slice(0, head))?.[1] ?? 0);
  return received.length < end ? 0 : end;
}

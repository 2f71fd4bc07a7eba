import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** Answers one request in another way than the archive would; false lets the archive answer. */
export type Fault = (request: IncomingMessage, response: ServerResponse) => boolean;

/** A file that MAST holds. */
export interface HeldFile {
  name: string;
  bytes: Uint8Array;
  /** Size in the list of products, where it is not that of the file. */
  listed?: number;
}

/**
 * Answers as the TAP service of the NASA Exoplanet Archive and as MAST do, as far as their documents say: TAP's CSV with its count of
 * rows and its errors as VOTables; the portal's pages, which may say EXECUTING first; downloads with ranges and ETags.
 */
export class ArchiveServer {
  readonly requests: {
    path: string;
    range?: string;
    question?: { service: string; params: Record<string, unknown> };
  }[] = [];
  /** Faults of the next requests whose address matches, in their order. */
  readonly faults: { path: RegExp; fault: Fault }[] = [];
  tables: Record<string, string> = {};
  /** Observations by target name, each with its files. */
  observations: Record<string, HeldFile[]> = {};
  /** Questions that are answered with EXECUTING first. */
  slowQuestions = 0;
  private readonly server: Server;

  constructor() {
    this.server = createServer((request, response) => void this.answer(request, response));
  }

  async start(): Promise<string> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url!, 'http://localhost');
    const body = await text(request);
    const asked = new URLSearchParams(body).get('request');
    this.requests.push({
      path: url.pathname,
      ...(request.headers.range ? { range: request.headers.range } : {}),
      ...(asked ? { question: JSON.parse(asked) as never } : {}),
    });
    const index = this.faults.findIndex(({ path }) => path.test(request.url!));
    if (index >= 0 && this.faults.splice(index, 1)[0].fault(request, response)) return;
    if (url.pathname === '/TAP/sync') return this.answerQuery(url.searchParams.get('query') ?? '', response);
    if (url.pathname === '/api/v0/invoke') return this.answerQuestion(JSON.parse(asked!) as Question, response);
    if (url.pathname === '/api/v0.1/Download/file')
      return this.sendFile(url.searchParams.get('uri')!, request, response);
    response.writeHead(404).end('not found');
  }

  private answerQuery(query: string, response: ServerResponse): void {
    const [, columns, table] = /^select (\*|count\(\*\)) from (\w+)$/.exec(query) ?? [];
    const content = this.tables[table];
    if (content === undefined)
      return void response
        .writeHead(400, { 'content-type': 'application/x-votable+xml' })
        .end(
          `<VOTABLE><RESOURCE type="results"><INFO name="QUERY_STATUS" value="ERROR">table ${table} not found</INFO></RESOURCE></VOTABLE>`,
        );
    response.writeHead(200, { 'content-type': 'text/csv' });
    const rows = content.trimEnd().split('\n').length - 1;
    response.end(columns === '*' ? content : `count(*)\n${rows}\n`);
  }

  private answerQuestion({ service, params }: Question, response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'application/json' });
    if (this.slowQuestions-- > 0) return void response.end(JSON.stringify({ status: 'EXECUTING' }));
    const targets = Object.keys(this.observations);
    const data =
      service === 'Mast.Caom.Filtered'
        ? targets.flatMap((target, index) =>
            wants(params, 'target_name', target) ? [{ obsid: 1000 + index, target_name: target }] : [],
          )
        : String(params.obsid)
            .split(',')
            .flatMap((id) => this.observations[targets[Number(id) - 1000]])
            .map(({ name, bytes, listed = bytes.length }) => ({
              productFilename: name,
              dataURI: `mast:Kepler/url/${name}`,
              size: listed,
            }));
    response.end(JSON.stringify({ status: 'COMPLETE', msg: '', data, paging: { page: 1, pagesFiltered: 1 } }));
  }

  private sendFile(uri: string, { headers }: IncomingMessage, response: ServerResponse): void {
    const file = Object.values(this.observations)
      .flat()
      .find(({ name }) => uri.endsWith(`/${name}`));
    if (!file) return void response.writeHead(404).end();
    const { bytes } = file;
    const etag = `"${file.name}-${bytes.length}"`;
    const [, from] = /^bytes=(\d+)-$/.exec(headers.range ?? '') ?? [];
    if (from === undefined || headers['if-range'] !== etag)
      return void response.writeHead(200, { etag, 'content-length': bytes.length }).end(bytes);
    response
      .writeHead(206, { etag, 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` })
      .end(bytes.subarray(Number(from)));
  }
}

interface Question {
  service: string;
  params: Record<string, unknown>;
}

const wants = ({ filters }: Record<string, unknown>, name: string, value: string): boolean =>
  (filters as { paramName: string; values: string[] }[]).some(
    ({ paramName, values }) => paramName === name && values.includes(value),
  );

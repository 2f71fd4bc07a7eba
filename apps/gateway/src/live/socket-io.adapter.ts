import type { INestApplicationContext } from '@nestjs/common';
import { IoAdapter } from '@nestjs/platform-socket.io';
import type { Server, ServerOptions } from 'socket.io';
import { EnvDto } from '@exoplanet/platform';
import { OriginCheck } from '../platform/auth/origin-check';
import { MAX_MESSAGE_SIZE } from './raw-websocket';

/** socket.io with the gateway's check of origins, because CORS does not apply to WebSockets. */
export class SocketIoAdapter extends IoAdapter {
  constructor(private readonly app: INestApplicationContext) {
    super(app);
  }

  override createIOServer(port: number, options?: ServerOptions): Server {
    const origins = this.app.get(OriginCheck);
    const allowRequest: ServerOptions['allowRequest'] = ({ headers }, answer) =>
      answer(null, origins.refusalOf(headers) === undefined);
    return super.createIOServer(port, {
      ...options,
      allowRequest,
      cors: { origin: this.app.get(EnvDto).CORS_ORIGINS },
      maxHttpBufferSize: MAX_MESSAGE_SIZE,
    } as ServerOptions);
  }
}

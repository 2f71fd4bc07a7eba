import { Module } from '@nestjs/common';
import { TasksModule } from '../tasks/tasks.module';
import { WorkersModule } from '../workers/workers.module';
import { LiveHub } from './live-hub';
import { RawWebSocket } from './raw-websocket';
import { SocketGauge } from './socket-gauge';
import { SocketIoGateway } from './socket-io.gateway';

@Module({
  imports: [TasksModule, WorkersModule],
  providers: [LiveHub, SocketIoGateway, RawWebSocket, SocketGauge],
})
export class LiveModule {}

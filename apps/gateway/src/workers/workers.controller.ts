import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Roles } from '../platform/auth/roles.decorator';
import { ApiProblems } from '../platform/http/api-problems.decorator';
import { WorkersStatusDto } from './workers.dto';
import { WorkersService } from './workers.service';

@ApiTags('workers')
@Controller('workers')
export class WorkersController {
  constructor(private readonly workers: WorkersService) {}

  @Get('status')
  @Roles('read', 'operate')
  @ApiOperation({
    summary: 'The live workers',
    description: 'Shows the last heartbeat of each worker. A dead worker disappears after three missed heartbeats.',
  })
  @ApiOkResponse({ type: WorkersStatusDto })
  @ApiProblems('REDIS_UNAVAILABLE')
  async status(): Promise<WorkersStatusDto> {
    const workers = await this.workers.list();
    return { count: workers.length, workers };
  }
}

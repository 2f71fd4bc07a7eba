import { Controller, Get, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { ApiResponse } from '@nestjs/swagger';
import { beforeAll, describe, expect, it } from 'vitest';
import { Roles } from '../auth/roles.decorator';
import { ApiProblems } from '../http/api-problems.decorator';
import { openApiDocument } from './document';

@ApiProblems('CATALOG_NOT_FOUND', 'BLIND_REVIEW', 'STORE_UNAVAILABLE')
@Controller('stars')
class StarsController {
  @Get()
  @Roles('read')
  @ApiResponse({ status: 503, description: 'Not ready', schema: { type: 'string' } })
  list(): string {
    return 'stars';
  }

  @Post()
  @Roles('submit')
  @ApiProblems('MODEL_NOT_FOUND', 'REDIS_UNAVAILABLE')
  add(): string {
    return 'a star';
  }
}

@Module({ controllers: [StarsController] })
class StarsModule {}

describe('the problems of an operation', () => {
  let get: Record<string, unknown>;
  let post: Record<string, unknown>;
  let problems: string[];
  beforeAll(async () => {
    const app = await NestFactory.create(StarsModule, new FastifyAdapter(), { logger: false });
    const { paths, components } = openApiDocument(app);
    [get, post] = [paths['/stars'].get!, paths['/stars'].post!] as unknown as Record<string, unknown>[];
    problems = Object.keys(components?.responses ?? {});
  });

  it('are those of its class and those of its method, also for the same status', () => {
    expect(post.responses).toMatchObject({
      401: { $ref: '#/components/responses/UNAUTHORIZED' },
      403: { $ref: '#/components/responses/BLIND_REVIEW.FORBIDDEN' },
      404: { $ref: '#/components/responses/CATALOG_NOT_FOUND.MODEL_NOT_FOUND' },
      503: { $ref: '#/components/responses/REDIS_UNAVAILABLE.STORE_UNAVAILABLE' },
    });
    expect(problems).toEqual(expect.arrayContaining(['BLIND_REVIEW.FORBIDDEN', 'CATALOG_NOT_FOUND']));
  });

  it('stand beside an answer of its own with the same status', () => {
    expect(get.responses).toMatchObject({
      503: {
        description: 'Not ready',
        content: { 'application/json': {}, 'application/problem+json': { examples: { STORE_UNAVAILABLE: {} } } },
      },
    });
  });

  it('leave no trace of how they were collected', () => {
    expect(Object.keys({ ...get, ...post }).filter((key) => key.startsWith('x-'))).toEqual(['x-roles']);
  });
});

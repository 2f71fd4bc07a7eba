#!/usr/bin/env node
import { inspectProgram } from './inspect/inspect';
import { EXIT } from './program/exit-code';
import { runProcess } from './program/run';

await runProcess(inspectProgram, { unreachable: EXIT.unreachable });

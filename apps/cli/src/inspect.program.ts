#!/usr/bin/env node
import { INSPECT_RUN, inspectProgram } from './inspect/inspect';
import { runProcess } from './program/run';

await runProcess(inspectProgram, INSPECT_RUN);

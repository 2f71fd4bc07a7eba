#!/usr/bin/env node
import 'reflect-metadata';
import { exoplanetProgram } from './exoplanet';
import { EXIT } from './program/exit-code';
import { runProcess } from './program/run';

await runProcess(exoplanetProgram, { unreachable: EXIT.failed });

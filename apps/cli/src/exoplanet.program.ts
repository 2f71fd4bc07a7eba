#!/usr/bin/env node
import 'reflect-metadata';
import { EXOPLANET_RUN, exoplanetProgram } from './exoplanet';
import { runProcess } from './program/run';

await runProcess(exoplanetProgram, EXOPLANET_RUN);

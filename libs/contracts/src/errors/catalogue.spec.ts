import { describe, expect, it } from 'vitest';
import {
  AppError,
  ERRORS,
  isErrorCode,
  LIGHT_CURVE_FAULTS,
  MAX_FIELD_ERRORS,
  MAX_MESSAGE,
  MODEL_FAULTS,
  TABLE_FAULTS,
} from '../index';

const codes = [ERRORS, LIGHT_CURVE_FAULTS, MODEL_FAULTS, TABLE_FAULTS].flatMap((list) => Object.keys(list));
const sentence = /^[A-Z`].*\.$/;

describe('the catalogue of failures', () => {
  it('spells every code one way and uses it for one failure', () => {
    expect(codes.filter((code) => !/^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/.test(code))).toEqual([]);
    expect(new Set(codes).size).toBe(codes.length);
  });

  it.each(Object.entries(ERRORS))('says when %s happens and what to do next', (_code, { status, when, advice }) => {
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(600);
    expect(when).toMatch(sentence);
    expect(advice).toMatch(sentence);
  });

  it('never calls a fault of the request retryable', () => {
    const retryable = Object.values(ERRORS).filter((kind) => kind.retryable);
    expect(retryable.every(({ status }) => status === 429 || status >= 500)).toBe(true);
  });

  it('recognises its own codes only', () => {
    expect(['WORKER_LOST', 'constructor', 'worker_lost', 7, undefined].map(isErrorCode)).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
  });
});

describe('an error', () => {
  it('has the title of its code where it has no message', () => {
    expect(new AppError('NO_WORKERS').message).toBe(ERRORS.NO_WORKERS.title);
  });

  it('cuts a message that a request made long', () => {
    const { message } = new AppError('LIGHT_CURVE_INVALID', 'x'.repeat(2_000_000));
    expect(message.length).toBeLessThan(MAX_MESSAGE + 50);
    expect(message).toMatch(/^x+… \(1999000 more characters\)$/);
  });

  it('names a bounded number of fields, each with a bounded text', () => {
    const faults = Array.from({ length: 100_000 }, () => ({ field: 'f'.repeat(10_000), message: 'm'.repeat(10_000) }));
    const { errors } = new AppError('VALIDATION_FAILED', 'wrong', faults);
    expect(errors).toHaveLength(MAX_FIELD_ERRORS);
    expect(JSON.stringify(errors).length).toBeLessThan(200_000);
  });
});

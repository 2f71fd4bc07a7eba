import { describe, expect, it } from 'vitest';
import { ProblemError, ServerUnreachableError } from '@exoplanet/client';
import { type ErrorCode, ERRORS } from '@exoplanet/contracts/browser';
import { failureOf, ofCode } from './failure';

describe('a failure', () => {
  it('of every code of the catalogue is a sentence, an advice that is a sentence, and an action', () => {
    for (const code of Object.keys(ERRORS) as ErrorCode[]) {
      const { sentence, advice, action } = ofCode(code);
      expect(sentence, code).toMatch(/^[A-Z].*[.!?]$/);
      expect(advice, code).toMatch(/^[A-Z].*[.!?]$/);
      expect(['retry', 'key', 'home', 'change', 'report', 'start_worker'], code).toContain(action);
    }
  });

  it('asks for a key only where a key helps, and offers another attempt where one can succeed', () => {
    expect(ofCode('UNAUTHORIZED').action).toBe('key');
    expect(ofCode('OVERLOADED').action).toBe('retry');
    expect(ofCode('VALIDATION_FAILED').action).toBe('change');
    expect(ofCode('TASK_NOT_FOUND').action).toBe('home');
    expect(ofCode('POISON').action).toBe('report');
  });

  it('names the fields that are wrong and the request, and says what happened', () => {
    const failure = failureOf(
      new ProblemError({
        type: 'urn:x',
        title: 'The request does not have the right form',
        status: 400,
        code: 'VALIDATION_FAILED',
        detail: 'period must be greater than 0',
        advice: 'Correct the fields named in `errors`.',
        request_id: 'r1',
        errors: [{ field: 'period', message: 'must be greater than 0' }],
      }),
    );
    expect(failure.sentence).toBe('The request does not have the right form.');
    expect(failure).toMatchObject({ requestId: 'r1', fields: [{ field: 'period' }] });
  });

  it('of a server that does not answer keeps what was entered', () => {
    expect(failureOf(new ServerUnreachableError('http://x', new Error('refused'))).code).toBe('SERVER_AWAY');
  });
});

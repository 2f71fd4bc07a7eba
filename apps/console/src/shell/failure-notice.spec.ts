import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { ProblemError } from '@exoplanet/client';
import { type ErrorCode, ERRORS } from '@exoplanet/contracts/browser';
import { FailureNotice } from './failure-notice';

const noticeOf = (code: ErrorCode): string => {
  const { title, status, advice } = ERRORS[code];
  const problem = { type: `urn:${code}`, title, status, code, detail: title, advice, request_id: 'r1' };
  return renderToStaticMarkup(
    createElement(FailureNotice, { error: new ProblemError(problem), onRetry: () => undefined }),
  );
};

describe('the notice of a failure', () => {
  it.each(Object.keys(ERRORS) as ErrorCode[])(
    '%s has a sentence, an advice, and a button or what to change',
    (code) => {
      const html = noticeOf(code);
      const [, sentence] = /<h2>([^<]+)<\/h2>/.exec(html)!;
      const [, advice] = /<p>([^<]+)<\/p>/.exec(html)!;
      expect(sentence).toMatch(/^[A-Z].*[.!?]$/);
      expect(advice).toMatch(/^[A-Z].*[.!?]$/);
      expect(html).toContain(`<code>${code}</code>`);
      // Where nothing can be pressed, the advice says what to do: it begins with a verb or says what the limit is.
      if (!/<(button|a) /.test(html)) expect(advice.split(' ').length, advice).toBeGreaterThan(3);
    },
  );

  it('offers to try again where that can help, a key where one is missing, and the start page where a thing is gone', () => {
    expect(noticeOf('OVERLOADED')).toContain('Try again');
    expect(noticeOf('UNAUTHORIZED')).toContain('Enter a key');
    expect(noticeOf('CATALOG_NOT_FOUND')).toContain('href="/"');
    expect(noticeOf('VALIDATION_FAILED')).not.toContain('Try again');
  });
});

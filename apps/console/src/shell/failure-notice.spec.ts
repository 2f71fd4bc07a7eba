import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { Router } from 'wouter';
import { ProblemError } from '@exoplanet/client';
import { type ErrorCode, ERRORS } from '@exoplanet/contracts/browser';
import { ofCode } from '../server/failure';
import { FailureNotice } from './failure-notice';

function noticeOf(code: ErrorCode): string {
  const { title, status, advice } = ERRORS[code];
  const error = new ProblemError({
    type: `urn:${code}`,
    title,
    status,
    code,
    detail: title,
    advice,
    request_id: 'r1',
  });
  const notice = createElement(FailureNotice, { error, onRetry: () => undefined });
  return renderToStaticMarkup(createElement(Router, { ssrPath: '/', children: notice }));
}

describe('the notice of a failure', () => {
  it.each(Object.keys(ERRORS) as ErrorCode[])(
    '%s has a sentence, an advice, and a button or what to change',
    (code) => {
      const html = noticeOf(code);
      const [, sentence] = /<h2>(.+?)<\/h2>/.exec(html)!;
      const [, advice] = /<p>(.+?)<\/p>/.exec(html)!;
      expect(sentence).toMatch(/^[A-Z].*[.!?]$/);
      expect(advice).toMatch(/^[A-Z].*[.!?]$/);
      expect(html).toContain(`<code>${code}</code>`);
      // Without a button, the advice is the action.
      if (!/<(button|a) /.test(html)) expect(ofCode(code).action).toBe('change');
    },
  );

  it('offers to try again where that can help, a key where one is missing, and the start page where a thing is gone', () => {
    expect(noticeOf('OVERLOADED')).toContain('Try again');
    expect(noticeOf('UNAUTHORIZED')).toContain('Enter a key');
    expect(noticeOf('CATALOG_NOT_FOUND')).toContain('href="/"');
    expect(noticeOf('VALIDATION_FAILED')).not.toContain('Try again');
  });
});

/** Paths of the console's pages. `/` and `/models` are also routes of the API: a client that asks for HTML gets the page. */
const PAGES = [
  /^\/$/,
  /^\/candidate$/,
  /^\/catalog\/[^/]+(?:\/(?:row|diff)\/[^/]+)?$/,
  /^\/curve\/[^/]+$/,
  /^\/workers$/,
  /^\/models$/,
];

/** Whether a URL is that of a page of the console. */
export function isConsolePage(url: string): boolean {
  const path = url.split('?')[0].replace(/(?<=[^/])\/$/, '');
  return PAGES.some((page) => page.test(path));
}

/** Whether a client wants a page: browsers name `text/html` when they navigate, programs do not. */
export const wantsHtml = (accept: string | undefined): boolean => /\btext\/html\b/i.test(accept ?? '');

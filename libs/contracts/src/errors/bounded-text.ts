/** Maximum length of a message [characters]: texts of a request, such as column names, can be part of one. */
export const MAX_MESSAGE = 1000;

/** The text, cut where it is longer than a message may be. */
export function boundedText(text: string, limit = MAX_MESSAGE): string {
  return text.length <= limit ? text : `${text.slice(0, limit)}… (${text.length - limit} more characters)`;
}

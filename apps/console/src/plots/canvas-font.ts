/** The font of labels on a canvas: it grows with the text of the page. */
export function canvasFont(): string {
  const size = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) * 0.6875;
  return `${size}px ${getComputedStyle(document.body).fontFamily}`;
}

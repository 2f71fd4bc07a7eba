/** The cells of a line whose columns begin at fixed positions, without the blanks around them. */
export function cut(line: string, starts: readonly number[]): string[] {
  return starts.map((start, index) => line.slice(start, starts[index + 1]).trim());
}

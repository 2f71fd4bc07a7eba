/** The unit at the end of a column's name: `Depth [ppm]`, `Period (days) err`, `TransitDepth[ppm`. */
export function unitInName(name: string): string | undefined {
  return [...name.matchAll(/[([]([^()[\]]+)[)\]]?/g)].at(-1)?.[1];
}

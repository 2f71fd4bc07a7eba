/** The curves that training drew for the versions of this release, by `name/version/figure`. */
const files = import.meta.glob<string>('../../../../models/*/*/{roc,precision_recall}.svg', {
  eager: true,
  query: '?url',
  import: 'default',
});

/** Address of a figure of a model version; undefined for a version that this release does not ship. */
export const figureOf = (name: string, version: string, figure: 'roc' | 'precision_recall'): string | undefined =>
  files[`../../../../models/${name}/${version}/${figure}.svg`];

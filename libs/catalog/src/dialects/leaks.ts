/**
 * Columns that no candidate may be read from, with the reason. They hold the answer, or somebody's opinion of the candidate, and a model that
 * saw them would repeat it. Names are in lower case.
 */
const LEAKS: readonly (readonly [RegExp, string])[] = [
  [
    /disp|promoted|vet_stat|vet_date|^status$|av_(training_set|pred_class)|^label/,
    'a disposition is the answer itself',
  ],
  [/score|robovetter|(^|_)fpp|probability/, 'a score of another vetting is the answer in another form'],
  [/fpflag|rogue_flag|controv_flag/, 'a flag of another vetting is the answer in another form'],
  [/comment|^notes?$/, 'a comment says what somebody thought of the candidate'],
  [
    /priority|^master$|^acwg|^sg\s?\d|^tfop (master|sg)/,
    'a priority of the follow-up says what somebody thought of the candidate',
  ],
  [/observations?$|spectroscopy|imaging|time series/, 'promising candidates are observed more often'],
  [/^(esm|tsm)\b/, 'a figure of merit is computed for promising candidates'],
  [/predicted mass/, 'a predicted mass follows from the radius, for promising candidates'],
  [/^(kepler_name|k2_name|planet name)$/, 'a planet has a name once it is confirmed'],
  [
    /^(koi_count|tce_ntoi|sy_pnum|koi_tce_plnt_num|koi_tce_delivname|tce_delivname)$/,
    'stars with several candidates were confirmed in bulk',
  ],
];

/** Why a column is deliberately not used; undefined if it does not leak. */
export function leakIn(column: string): string | undefined {
  const name = column.trim().toLowerCase();
  return LEAKS.find(([pattern]) => pattern.test(name))?.[1];
}

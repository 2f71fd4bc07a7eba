/** A table of no rows with the columns of scores. */
export const EMPTY_SCORES = `(SELECT 0::INTEGER AS key, 0::DOUBLE AS probability, ''::VARCHAR AS prediction, ''::VARCHAR AS "set",
  false AS in_distribution, 0::DOUBLE AS distance, ''::VARCHAR AS checks, ''::VARCHAR AS checks_json, ''::VARCHAR AS match,
  ''::VARCHAR AS match_relation, ''::VARCHAR AS match_json, 0::INTEGER AS objects, ''::VARCHAR AS multiplicity_json,
  0::DOUBLE AS probability_alone, ''::VARCHAR AS missing WHERE false)`;
/** The same with the columns of explanations. */
export const EMPTY_EXPLANATIONS = `(SELECT 0::INTEGER AS key, 0::DOUBLE AS p16, 0::DOUBLE AS p50, 0::DOUBLE AS p84,
  ''::VARCHAR AS reasons, ''::VARCHAR AS reasons_json, ''::VARCHAR AS explanation WHERE false)`;
/** The same with the columns of votes. */
export const EMPTY_VOTES = `(SELECT 0::INTEGER AS key, ''::VARCHAR AS votes WHERE false)`;

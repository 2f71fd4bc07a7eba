/** How numbers are written: enough figures to be useful, no more; a true minus sign. */

const MINUS = '−';

/** A number with a given number of significant figures; large and small ones in powers of ten. */
export function significant(value: number, figures = 4): string {
  if (!Number.isFinite(value)) return '–';
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e7 || size < 1e-4) {
    const [mantissa, exponent] = value.toExponential(figures - 1).split('e');
    return `${trimmed(mantissa)} × 10${superscript(Number(exponent))}`.replace(/^-/, MINUS);
  }
  const decimals = Math.max(0, figures - 1 - Math.floor(Math.log10(size)));
  const text = value.toFixed(Math.min(decimals, 12));
  return grouped(decimals > 0 ? trimmed(text) : text);
}

/** A number with a fixed number of decimals. */
export const fixed = (value: number, decimals: number): string =>
  Number.isFinite(value) ? grouped(value.toFixed(decimals)) : '–';

/** The same with its sign always written; what rounds to zero has none. */
export function signed(value: number, decimals = 2): string {
  const rounded = Number(value.toFixed(decimals));
  if (rounded === 0) return fixed(0, decimals);
  return `${rounded > 0 ? '+' : ''}${fixed(value, decimals)}`;
}

/** A probability with three decimals; never a rounded 0 or 1, which would claim certainty. */
export function probability(value: number): string {
  if (value < 0.001) return '< 0.001';
  if (value > 0.999) return '> 0.999';
  return value.toFixed(3);
}

/** A whole number with thin groups. */
export const count = (value: number): string => grouped(String(Math.round(value)));

/** A value with its error, both to the second figure of the error: 9.48804 ± 0.00003. */
export function measured(value: number, error: number | null | undefined): string {
  if (error === null || error === undefined || !Number.isFinite(error) || error <= 0) return significant(value, 5);
  const decimals = Math.min(8, Math.max(0, 1 - Math.floor(Math.log10(error))));
  return `${fixed(value, decimals)} ± ${fixed(error, decimals)}`;
}

/** A time span in the unit that fits. @param seconds [s] */
export function timeSpan(seconds: number): string {
  if (!Number.isFinite(seconds)) return '–';
  if (seconds < 1) return '< 1 s';
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  if (seconds < 129_600) return `${(seconds / 3600).toFixed(1)} h`;
  return `${(seconds / 86_400).toFixed(1)} d`;
}

/** Units as they are printed. */
const UNITS: Record<string, string> = {
  R_earth: 'R⊕',
  S_earth: 'S⊕',
  R_sun: 'R☉',
  'R*': 'R★',
  M_sun: 'M☉',
  'log10(cm/s^2)': 'dex',
  'g/cm^3': 'g cm⁻³',
  'mas/yr': 'mas yr⁻¹',
  deg: '°',
  arcsec: '″',
};

export const unitText = (unit: string): string => UNITS[unit] ?? unit;

const trimmed = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);

/** Thin spaces between groups of three from five digits on, as in the SI brochure. */
function grouped(text: string): string {
  const [whole, decimals] = text.replace('-', MINUS).split('.');
  const digits = whole.replace(MINUS, '').length;
  const parts = digits < 5 ? whole : whole.replace(/\B(?=(\d{3})+$)/g, ' ');
  return decimals === undefined ? parts : `${parts}.${decimals}`;
}

const superscript = (value: number): string =>
  String(value).replace(/[-\d]/g, (sign) => (sign === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(sign)]));

/** A value that follows from others: proportional to the product of their powers. */
export interface Relation {
  field: string;
  powers: Readonly<Record<string, number>>;
  /** Whether the field is the decimal logarithm of the proportional quantity. */
  logarithmic?: boolean;
}

/**
 * Physical relations between the fields of a catalogue row. Period and stellar mass are left out, because their errors are small
 * compared with the others. Of several relations for one field, the first whose other fields are drawn is used. A field comes
 * after the fields that it follows.
 */
export const RELATIONS: readonly Relation[] = [
  // g = G M / R².
  { field: 'star_logg', powers: { star_radius: -2 }, logarithmic: true },
  // Depth = (Rp / R)²: Seager & Mallén-Ornelas 2003, ApJ 585, 1038.
  { field: 'radius', powers: { depth: 1 / 2, star_radius: 1 } },
  // Insolation = L / a², and L ∝ R² T⁴ (Stefan and Boltzmann).
  { field: 'insol', powers: { star_radius: 2, star_teff: 4 } },
  // Teq⁴ ∝ insolation, so Teq ∝ T √R: Borucki et al. 2011, ApJ 736, 19.
  { field: 'teq', powers: { insol: 1 / 4 } },
  { field: 'teq', powers: { star_radius: 1 / 2, star_teff: 1 } },
];

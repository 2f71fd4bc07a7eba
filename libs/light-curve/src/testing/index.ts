/** What tests and benchmarks need beyond the public names: made curves, injected planets, single steps of the pipeline. */
export { detrend } from '../detrend/detrend';
export { searchWindow } from '../detrend/window';
export { withoutTransits } from '../detrend/without-transits';
export { limbDarkening } from '../fit/limb-darkening';
export { findPlanets } from '../pipeline/find-planets';
export { frequencyGrid } from '../search/frequency-grid';
export { harmonicOf } from '../search/harmonics';
export { centralDuration, scaledSeparation, starDensity } from '../search/orbit-limits';
export { searchTransits } from '../search/search-transits';
export { MES_LIMIT } from '../search/strongest-candidate';
export { robustSigma } from '../statistics/median';
export { contactDuration, type InjectedPlanet, injectTransits } from './inject-transit';
export { asCsv, type BoxTransits, type MadeCurve, madeCurve, sunPlanet, withBoxes } from './made-curve';
export { mandelAgolFlux } from './mandel-agol';
export { inverted, scrambled } from './noise-only';
export { type Placed, placePlanet, type RecoveryTrial, recoveryTrial } from './recovery-trial';
export { seededNormal, seededRandom } from '@exoplanet/seeded-random';

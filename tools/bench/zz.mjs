import { dataFolder, koiCatalog, koiMask, option, readIndexed, sourceIndex } from './light-curve-data.mjs';
import { loadLightCurveLibrary } from './light-curve-library.mjs';
const limit = option('limit', 100);
const library = await loadLightCurveLibrary();
const random = library.seededRandom(option('seed', 1));
const folder = dataFolder();
const catalog = koiCatalog(folder);
const stars = [...new Map(sourceIndex(folder, 'quarter').map((row) => [row.kepid, row])).values()];
for (let trial = 0; trial < limit; trial++) {
  const row = stars[Math.floor(random() * stars.length)];
  const { kois, target } = catalog.get(row.kepid);
  const host = library.withoutTransits(readIndexed(library, folder, row.file).curve, koiMask(kois));
  if (host.time.length < 300) continue;
  const r = library.recoveryTrial(host, target, 10 * 4 ** random(), random);
  if (!r || r.ratio!==undefined) continue;
  const inj=library.injectTransits(host,r.planet);
  const ranges=library.periodRanges(inj,library.starDensity(target));
  const rg=ranges.find(g=>r.planet.period<=g.periodMax)??ranges.at(-1);
  const flat=library.detrend(inj,{window:library.searchWindow(rg.longestHours)});
  const eph={period:r.planet.period,epoch:r.planet.epoch,duration:r.duration};
  const ev=library.multipleEvent(flat,{...eph,duration:r.duration*.9});
  const pn=library.phaseNoise(library.phaseScan(flat,eph));
  const s=library.searchTransits(flat,{periodMin:rg.periodMin,periodMax:rg.periodMax,longestHours:rg.longestHours,density:library.starDensity(target)});
  const k=s.hit;
  console.log(row.kepid, 'P',eph.period.toFixed(4),'T',r.duration.toFixed(1),'exp',r.expectedMes.toFixed(1),'flat',ev.mes.toFixed(1),'rob',ev.robustMes.toFixed(1),'pn',pn.toFixed(2),'n',ev.events.length,r.transits,'dp',ev.depth.toFixed(0),'rho',library.starDensity(target)?.toFixed(2),'| hit', k&&`${k.period.toFixed(4)} T ${k.duration.toFixed(1)} mes ${k.event.mes.toFixed(1)} rob ${k.event.robustMes.toFixed(1)} sig ${k.signal.toFixed(1)} sde ${k.sde.toFixed(1)}`, 'span',(host.time.at(-1)-host.time[0]).toFixed(0),'N',host.time.length, 'final', r.found.map(x=>x.toFixed(4)).join());
}

import { dataFolder, koiCatalog, quietHost, option, readIndexed, sourceIndex } from './light-curve-data.mjs';
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
  const host = quietHost(library,readIndexed(library, folder, row.file).curve, kois);
  if (!host) continue;
  const r = library.recoveryTrial(host, target, 10 * 4 ** random(), random);
  if (!r || r.ratio!==undefined || ![6877673,5467102,6045250,7770471,3124420].includes(Number(row.kepid))) continue;
  const rho=library.starDensity(target);
  const inj=library.injectTransits(host,r.planet);
  const ranges=library.periodRanges(inj,rho);
  const rg=ranges.find(g=>r.planet.period<=g.periodMax)??ranges.at(-1);
  const flat=library.detrendForSearch(inj,rg,[]);
  const eph={period:r.planet.period,epoch:r.planet.epoch,duration:r.duration*.9};
  const ev=library.transitStatistic(flat,eph);
  const s=library.searchTransits(flat,{periodMin:rg.periodMin,periodMax:rg.periodMax,longestHours:rg.longestHours,density:rho});
  const k=s.hit;
  let i=0; s.spectrum.frequency.forEach((f,j)=>{if(Math.abs(1/f-eph.period)<Math.abs(1/s.spectrum.frequency[i]-eph.period)) i=j});
  const near=Math.max(...s.spectrum.signal.slice(Math.max(0,i-2),i+3)), rank=s.spectrum.signal.filter(x=>x>near).length;
  for (const g of ranges) { const fl=library.detrendForSearch(inj,g,[]); const q=library.searchTransits(fl,{periodMin:g.periodMin,periodMax:g.periodMax,longestHours:g.longestHours,density:rho,harmonicMax:ranges.at(-1).periodMax}); const h=q.hit; console.log('  range',g.periodMin.toFixed(2),g.periodMax.toFixed(2),g.longestHours,g.typicalHours.toFixed(1),h&&[h.period.toFixed(4),h.duration.toFixed(2),h.event.mes.toFixed(1),h.event.robustMes.toFixed(1),h.event.events.length,h.event.events.map(e=>e.depth.toFixed(0)+'±'+e.depthErr.toFixed(0)).slice(0,12).join(' ')]); }
  const d=library.analyze(inj,{target,known:{...eph,duration:r.duration}}).detections[0]; console.log('  known fit',d.period,d.epoch.value-eph.epoch,d.duration,d.depth.value,d.impact.value,d.mes.value);
  const d2=library.analyze(inj,{target,maxPlanets:1}).detections[0]; if(d2) console.log('  found fit',d2.period,((d2.epoch.value-eph.epoch)%eph.period)*24,d2.duration,d2.depth.value,d2.impact.value,d2.mes.value, d2.fit.reducedChiSquare);
  console.log(row.kepid, 'P',eph.period.toFixed(4),'T',r.duration.toFixed(1),'mes',ev.mes.toFixed(1),'rob',ev.robustMes.toFixed(1),'bright',ev.brightening.toFixed(2),'n',ev.events.length,'rho',rho?.toFixed(2),'near',near.toFixed(1),'rank',rank+'/'+s.spectrum.signal.length,'| hit', k&&`${k.period.toFixed(4)} T ${k.duration.toFixed(1)} mes ${k.event.mes.toFixed(1)} rob ${k.event.robustMes.toFixed(1)} sig ${k.signal.toFixed(1)} sde ${k.sde.toFixed(1)} bright ${k.event.brightening.toFixed(2)}`, 'span',(host.time.at(-1)-host.time[0]).toFixed(0),'N',host.time.length, 'final', r.found.map(x=>x.toFixed(4)).join());
}

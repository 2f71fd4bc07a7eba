import { dataFolder, koiCatalog, koiMask, option, readIndexed, sourceIndex } from './light-curve-data.mjs';
import { loadLightCurveLibrary } from './light-curve-library.mjs';
const library = await loadLightCurveLibrary(); const folder = dataFolder(); const catalog = koiCatalog(folder);
const random = library.seededRandom(1);
const objects = sourceIndex(folder, 'quarter').filter((row) => Number(row.koi_depth) > 1000 && Number(row.n_transits_in_span) >= 3);
let out=[];
for (let i=0;i<objects.length;i+=5){const row=objects[i]; const {curve}=readIndexed(library,folder,row.file); const {hits,weaker}=library.findPlanets(curve,{target:catalog.get(row.kepid).target,maxPlanets:1});
 for(const h of [...hits,weaker].filter(Boolean)){ const r=library.harmonicOf(h.period,Number(row.koi_period),2e-3); console.log('KOI',row.kepoi_name,row.koi_disposition.slice(0,5),'P',Number(row.koi_period).toFixed(4),'found',h.period.toFixed(4),'ratio',r,'mes',h.event.mes.toFixed(0),'rob',h.event.robustMes.toFixed(0),'bright',h.event.brightening.toFixed(2),'q',(h.duration/24/h.period).toFixed(3),'sde',h.sde.toFixed(1))}}
const stars = [...new Map(sourceIndex(folder, 'quarter').map((row) => [row.kepid, row])).values()];
for (let k=0;k<140;k++){const row = stars[Math.floor(random() * stars.length)];
  const { kois, target } = catalog.get(row.kepid);
  const host = library.withoutTransits(readIndexed(library, folder, row.file).curve, koiMask(kois));
  if (host.time.length < 300) continue;
  const noise = k%2 ? library.inverted(host) : library.scrambled(host, 1, random);
  const {hits}=library.findPlanets(noise,{target,maxPlanets:1});
  for(const h of hits) console.log('FA',k%2?'inv':'scr',row.kepid,'P',h.period.toFixed(4),'mes',h.event.mes.toFixed(0),'rob',h.event.robustMes.toFixed(0),'bright',h.event.brightening.toFixed(2),'q',(h.duration/24/h.period).toFixed(3),'n',h.event.events.length,'sde',h.sde.toFixed(1));
}

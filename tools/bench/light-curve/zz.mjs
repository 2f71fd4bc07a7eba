import { loadLightCurveLibrary } from './library.mjs';
import { dataFolder, koiCatalog, option, readIndexed, sourceIndex } from './data.mjs';
const library = await loadLightCurveLibrary(); const folder=dataFolder(); const catalog=koiCatalog(folder);
const rows=sourceIndex(folder,'quarter').filter(r=>r.n_transits_with_data>=3&&Number(r.koi_depth)>300);
const T={};let ratios=[];
for(let i=0;i<rows.length;i+=2){const r=rows[i];const {target,kois}=catalog.get(r.kepid);const {curve}=readIndexed(library,folder,r.file);
 const d=library.analyze(curve,{target,known:{period:Number(r.koi_period),epoch:Number(r.koi_time0bk),duration:Number(r.koi_duration)}}).detections[0];
 if(d.mes.value<10) continue; const c=r.koi_disposition; T[c]??={n:0,passed:0}; T[c].n++; if(d.passed)T[c].passed++;
 for(const t of d.tests) if(t.verdict==='fail') {T[c][t.name]=(T[c][t.name]??0)+1; if(c==='CONFIRMED') console.log(r.kepoi_name,t.name,t.value?.toFixed(2),t.sentence)}
 if(c==='CONFIRMED') ratios.push([d.depth.value/Number(r.koi_depth),d.duration.value/Number(r.koi_duration),(d.depth.value-Number(r.koi_depth))/d.depth.error]);
}
console.table(T); for(const k of [0,1,2]){const v=ratios.map(x=>x[k]).sort((a,b)=>a-b); console.log(['depth','duration','pull'][k],v[Math.floor(v.length*.16)].toFixed(3),v[v.length>>1].toFixed(3),v[Math.floor(v.length*.84)].toFixed(3))}

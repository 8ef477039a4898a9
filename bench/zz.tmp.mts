import { readFileSync } from 'node:fs';
const films = JSON.parse(readFileSync('/tmp/films/films.json','utf8'));
const sides: any[] = [];
for (const root of ['/tmp/clone','/work/main']) { const { cutView } = await import(root + '/src/patches/cut.ts'); const { configSchema } = await import(root + '/src/project/config.ts'); sides.push({ root, cutView, config: configSchema.parse({}), t: [] as number[] }); }
const form = process.argv[2] ?? 'PNG'; const part = process.argv[3] ?? 'test';
for (const s of sides) for (const v of films.views[form]) await s.cutView({view:v,part,config:s.config});
for (let r=0;r<5;r++) for (const v of films.views[form]) for (const s of sides) { const c0=process.cpuUsage(); await s.cutView({view:v,part,config:s.config}); const c=process.cpuUsage(c0); s.t.push((c.user+c.system)/1000); }
const med=(a:number[])=>[...a].sort((x,y)=>x-y)[a.length>>1];
for (const s of sides) console.log(s.root, 'median', med(s.t).toFixed(0),'min', Math.min(...s.t).toFixed(0));
console.log('ratio median of pairs', med(sides[0].t.map((t:number,i:number)=>sides[1].t[i]/t)).toFixed(3));

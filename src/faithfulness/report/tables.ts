/** The numbers as CSV (RFC 4180), a file a part; columns say what they hold. */
import type { Ablation, AblationEffect, CurveSummary, Faithfulness, Pointing } from '../../protocol/faithfulness';
import { ORDERS } from '../viewCurves';
import type { Part } from './figures';

/** Text by part; parts that were not measured are left out. */
export function tablesOf(f: Faithfulness): [Part, string][] {
  const tables: [Part, string][] = [];
  if (!('missing' in f.ablation)) tables.push(['ablation', csv(ablationRows(f.ablation, f))]);
  if (!('missing' in f.curves)) tables.push(['curves', csv(curveRows(f.curves))]);
  if (!('missing' in f.pointing)) tables.push(['pointing', csv(pointingRows(f.pointing))]);
  return tables;
}

type Cell = string | number | boolean | undefined;

function ablationRows(a: Ablation, { names }: Faithfulness): Cell[][] {
  const header =
    'set,units,class,auc intact,auc silent,auc change,low,high,delong low,delong high,logit of the class on its patches,logit of the true class,low,high,logit of the decided class,low,high,share decided otherwise,annotation';
  const rows = (set: string, e: AblationEffect): Cell[][] =>
    Object.entries(e.classes).map(([name, c]) => {
      const intact = a.intact[name];
      const own: Cell[] =
        'missing' in c
          ? Array.from({ length: 8 }, () => undefined)
          : [typeof intact === 'number' ? intact : undefined, c.auc, ...parts(c.change), c.delong?.low, c.delong?.high, c.logit];
      return [set, e.units.length, name, ...own, ...parts(e.trueLogit), ...parts(e.decidedLogit), e.changed, names[e.units[0]]];
    });
  const { random } = a;
  const drawn: Cell[][] =
    'missing' in random
      ? []
      : Object.entries(random.classes).map(([name, { change }]) => {
          const intact = a.intact[name];
          const before = typeof intact === 'number' ? intact : undefined;
          const of = (r: { mean: number; least: number; most: number }) => [r.mean, r.least, r.most];
          const logits = [...of(random.trueLogit), ...of(random.decidedLogit), random.changed.mean];
          return [
            `random (mean and range of ${random.draws})`,
            random.units,
            name,
            before,
            undefined,
            ...of(change),
            undefined,
            undefined,
            undefined,
            ...logits,
          ];
        });
  return [
    header.split(','),
    ...('missing' in a.annotated ? [] : rows('annotated', a.annotated).map(unnamed)),
    ...('missing' in a.otherMined ? [] : rows('other mined', a.otherMined).map(unnamed)),
    ...drawn,
    ...a.units.flatMap((e) => rows(e.units[0], e)),
  ];
}

/** A set of several units has no annotation of its own. */
const unnamed = (row: Cell[]): Cell[] => row.slice(0, -1);

function parts({ value, low, high }: { value: number; low?: number; high?: number }): Cell[] {
  return [value, low, high];
}

function curveRows(c: CurveSummary): Cell[][] {
  const steps = c.mean.deletion.image.cam.map((_, i, all) => i / (all.length - 1));
  const header = ['view', 'case', 'label', 'decided', 'direction', 'score', 'order', ...steps.map((s) => `share ${s.toFixed(4)}`)];
  const rows = c.perView.flatMap((v) =>
    (['deletion', 'insertion'] as const).flatMap((of) =>
      (['image', 'place'] as const).flatMap((kind) =>
        ORDERS.map((order) => [v.viewId, v.caseId, v.label, v.decidedClass, of, kind, order, ...v[of][kind][order]]),
      ),
    ),
  );
  return [header, ...rows];
}

function pointingRows(p: Pointing): Cell[][] {
  const header = ['view', 'case', 'map', 'decided right', 'hit', 'chance', 'energy in the outlines', 'area of the outlines'];
  return [header, ...p.trials.map((t) => [t.viewId, t.caseId, t.map, t.decidedRight, t.hit, t.chance, t.energy, t.area])];
}

/** Cells that a spreadsheet would take for a formula are written as text. */
function csv(rows: readonly (readonly Cell[])[]): string {
  const cell = (value: Cell): string => {
    if (value === undefined) return '';
    if (typeof value !== 'string') return String(value);
    const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return `${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

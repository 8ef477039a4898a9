/** The report as the inside of an HTML page: words, figures in the page's colours, tables; no script and no style of its own. */
import { escapeXml } from '../../explanation/svgText';
import type {
  Ablation,
  CurveAreas,
  CurveSummary,
  Estimate,
  Faithfulness,
  Pointing,
  PointingRow,
  RandomEffect,
} from '../../protocol/faithfulness';
import { scoreNames } from './curvesFigure';
import { figuresOf, type Part, svgOf, titles } from './figures';
import { themed } from './ink';
import { percent, percents, range, signedEstimate } from './words';

const why: Record<Part, string> = {
  ablation:
    'A unit is silenced by setting its whole map to 0; the layers behind it stay as they are. Where the AUC of a class falls, the network needs the unit to tell that class from the rest. Other mined units and random ones are the control: a name is worth something when what it names carries more than they do.',
  curves:
    'Pixels are taken from the view, or put back into a blurred one, in the order of the class activation map. A map that shows what the decision rests on makes the score fall early and rise early, against a random map of the same grain and against its own reverse. Two scores are watched: the probability at the position that decided, and the image score, which stays high as long as any position of the view speaks for the class.',
  pointing:
    'The largest value of a map either lies in the outline of a true finding or it does not; chance is the share of positions that would. Energy is the share of the map that lies in the outlines, chance their share of the area. Named units count against findings of their category.',
};

export function pageOf(f: Faithfulness): string {
  const figures = new Map(figuresOf(f, themed));
  const section = (part: Part, tables: string, missing: string | undefined): string => {
    const figure = figures.get(part);
    const inside = missing
      ? `<p class="missing">Not measured. ${escapeXml(missing)}</p>`
      : `<figure class="scroll" tabindex="0" aria-label="${titles[part]}, figure">${svgOf(part, figure!, themed)}</figure>${tables}`;
    return `<section aria-labelledby="${part}"><h2 id="${part}">${titles[part]}</h2><p>${why[part]}</p>${inside}</section>`;
  };
  const missing = (of: object) => ('missing' in of ? (of as { missing: string }).missing : undefined);
  return [
    `<header><h1>Faithfulness of ${escapeXml(f.run)}</h1>`,
    `<p class="quiet">${escapeXml(sourceWords(f))}</p><p class="notice">${escapeXml(f.notice)}</p></header>`,
    section('ablation', 'missing' in f.ablation ? '' : ablationTables(f.ablation, f), missing(f.ablation)),
    section('curves', 'missing' in f.curves ? '' : curveTable(f.curves), missing(f.curves)),
    section('pointing', 'missing' in f.pointing ? '' : pointingTables(f.pointing, f), missing(f.pointing)),
    `<footer><p class="quiet">${escapeXml(optionWords(f))}</p></footer>`,
  ].join('\n');
}

function sourceWords(f: Faithfulness): string {
  const named = Object.keys(f.names).length;
  return `${capital(f.options.part)} part, checkpoint ${f.checkpoint}, network ${f.network.slice(0, 12)}, mining ${f.mining.slice(0, 12)}, ${named} annotated units; measured ${f.createdAt.slice(0, 16).replace('T', ' ')} UTC.`;
}

function optionWords({ options: o, hash }: Faithfulness): string {
  const tolerance = 'mm' in o.tolerance ? `${o.tolerance.mm} mm` : `${o.tolerance.pixels} pixels`;
  return `Seed ${o.seed}; ${o.steps} steps; deletion puts ${o.replacement}, insertion starts from ${o.start} (standard deviation ${o.blur} of a patch), region ${o.region}, random order by ${o.randomOrder}; ${o.draws} random sets; tolerance ${tolerance}; ${o.resamples} resamples of cases. Content address ${hash.slice(0, 16)}.`;
}

function ablationTables(a: Ablation, f: Faithfulness): string {
  const columns = ['Silent', ...f.classes.map((c) => `AUC, ${c}`), 'Logit, true class', 'Logit, decided class', 'Decided otherwise'];
  const row = (label: string, e: Ablation['units'][number] | (Ablation['annotated'] & object)): string[] =>
    'missing' in e
      ? [label, e.missing, ...columns.slice(2).map(() => '')]
      : [
          label,
          ...f.classes.map((name) => {
            const c = e.classes[name];
            return 'missing' in c ? '–' : signedEstimate(c.change);
          }),
          signedEstimate(e.trueLogit),
          signedEstimate(e.decidedLogit),
          percent(e.changed),
        ];
  const sets = [row(setLabel('annotated', a.annotated), a.annotated), row(setLabel('other mined', a.otherMined), a.otherMined)];
  const { random } = a;
  if ('missing' in random) sets.push(['random', random.missing, ...columns.slice(2).map(() => '')]);
  else
    sets.push([
      `${random.units} at random`,
      ...f.classes.map((name) => {
        const c = random.classes[name];
        return c ? range(c.change) : '–';
      }),
      range(random.trueLogit),
      range(random.decidedLogit),
      percent(random.changed.mean),
    ]);
  const units = a.units.map((e) => row(`${e.units[0]} ${f.names[e.units[0]] ?? ''}`.trim(), e));
  const absent = f.classes.flatMap((name) => {
    const intact = a.intact[name];
    return typeof intact === 'object' ? [`${name}: ${intact.missing}`] : [];
  });
  return [
    table('Sets of units', columns, sets),
    'missing' in random ? '' : `<p class="quiet">${escapeXml(asStrongWords(random))}</p>`,
    absent.length > 0 ? `<p class="quiet">${escapeXml(absent.join(' '))}</p>` : '',
    details(`All ${units.length} mined units, one at a time`, table('Mined units', columns, units)),
    `<p class="quiet">${a.patches} labelled patches of ${a.cases} cases. Brackets: 95 % interval over cases, for random sets the range of the draws; intervals are for one comparison each.</p>`,
  ].join('');
}

function asStrongWords({ classes, draws, units, outOf }: RandomEffect): string {
  const parts = Object.entries(classes).map(([name, { asStrong }]) => `${name} ${asStrong}`);
  return `Of ${draws} random sets of ${units} units, drawn from the ${outOf} that are not annotated, the AUC falls at least as far as with the annotated units silent: ${parts.join(', ')}.`;
}

function setLabel(name: string, e: { units: string[] } | { missing: string }): string {
  return 'missing' in e ? name : `${e.units.length} ${name}`;
}

function curveTable(c: CurveSummary): string {
  const columns = ['Views', 'CAM', 'Random', 'Reversed', 'CAM less random', 'CAM less reversed'];
  const value = (e: Estimate) => e.value.toFixed(3);
  const groups: [string, CurveAreas][] = [
    ['all', c],
    ...Object.entries(c.byClass).map(([name, areas]): [string, CurveAreas] => [`decided ${name}`, areas]),
  ];
  const rows = (of: 'deletion' | 'insertion') =>
    (['place', 'image'] as const).flatMap((kind) =>
      groups.map(([label, areas]) => {
        const { cam, random, reversed, overRandom, overReversed } = areas[of][kind];
        const differences = [signedEstimate(overRandom), signedEstimate(overReversed)];
        return [`${capital(scoreNames[kind])}, ${label} (${areas.views})`, value(cam), value(random), value(reversed), ...differences];
      }),
    );
  return [
    table('Area under the deletion curve: small is good', columns, rows('deletion')),
    table('Area under the insertion curve: large is good', columns, rows('insertion')),
    `<p class="quiet">${c.views} views of ${c.cases} cases${c.leftOut > 0 ? `; ${c.leftOut} could not be read` : ''}.</p>`,
  ].join('');
}

function pointingTables(p: Pointing, f: Faithfulness): string {
  const columns = ['Map', 'Hits', 'Share [95 %]', 'Chance', 'Share less chance', 'Energy', 'Area'];
  const row = (label: string, r: PointingRow): string[] => [
    label,
    `${r.hits} of ${r.trials}`,
    percents(r.rate),
    percent(r.chance),
    signedEstimate(r.gain),
    percents(r.energy),
    percent(r.area),
  ];
  const units = p.units.map((u) => row(`${u.unit} ${f.names[u.unit] ?? ''}`.trim(), u));
  const left = [
    p.notCounted > 0 ? `${p.notCounted} shown units had no finding of their category in the view and are not counted.` : '',
    p.leftOut > 0 ? `${p.leftOut} views could not be read.` : '',
  ];
  return [
    table(
      'All views with findings',
      columns,
      p.rows.map((r) => row(r.name, r)),
    ),
    units.length > 0 ? details(`The ${units.length} named units that explanations show`, table('Named units', columns, units)) : '',
    `<p class="quiet">${p.views} views with findings. ${left.join(' ')}</p>`,
  ].join('');
}

function table(caption: string, columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = columns.map((c) => `<th scope="col">${escapeXml(c)}</th>`).join('');
  const body = rows.map(
    ([first, ...cells]) => `<tr><th scope="row">${escapeXml(first)}</th>${cells.map((c) => `<td>${escapeXml(c)}</td>`).join('')}</tr>`,
  );
  return `<div class="scroll" tabindex="0" role="region" aria-label="${escapeXml(caption)}"><table><caption>${escapeXml(caption)}</caption><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table></div>`;
}

function details(summary: string, inside: string): string {
  return `<details><summary>${escapeXml(summary)}</summary>${inside}</details>`;
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

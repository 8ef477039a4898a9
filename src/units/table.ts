/** The table of units (paper, Figure 3): unit, BI-RADS category, annotation, top patches; what its three forms are written from. */
import { phenomenonWords } from '../annotation/named';
import type { MinedUnit, MiningManifest } from '../protocol/mining';
import { ProblemError } from '../protocol/problem';
import { paced, type Task } from '../protocol/task';
import type { UnitId } from '../protocol/unit';
import type { UnitNaming, UnitTableRow } from '../protocol/units';
import { drawSegmented } from './segmented';

/** Side of a drawn patch in pixels: a thumbnail's own. */
export const PATCH_SIDE = 150;

export interface DrawnPatch {
  /** JPEG; absent where the picture could not be drawn. */
  jpeg?: Uint8Array;
  /** What it is, for those who do not see it. */
  words: string;
}

export interface UnitTable {
  run: string;
  manifest: Pick<MiningManifest, 'network' | 'hash' | 'checkpoint' | 'units'>;
  rows: (UnitTableRow & { patches: DrawnPatch[] })[];
}

export interface UnitTableRequest {
  run: string;
  /** The mining result, and its folder. */
  manifest: MiningManifest;
  dir: string;
  mined: Record<UnitId, MinedUnit>;
  naming: (unit: UnitId) => UnitNaming;
  /** Units that an expert has named, or every mined unit. */
  units: 'annotated' | 'all';
  /** Top patches drawn per unit (paper: 4). */
  patches: number;
  task: Task;
}

/**
 * Rows in survey order: by class, then rank. A patch whose picture cannot be drawn is left out with a warning. Stops within one unit on
 * abort. Throws ProblemError when there is no unit to show.
 */
export async function unitTable({ run, manifest, dir, mined, naming, units, patches, task }: UnitTableRequest): Promise<UnitTable> {
  const rows = manifest.units.map((unit) => rowOf(mined[unit], naming(unit)));
  const shown = units === 'all' ? rows : rows.filter(({ annotations }) => annotations.length > 0);
  if (shown.length === 0) throw nothingToShow(dir, rows.length);
  const progress = paced('units: table', shown.length, task);
  const drawn: UnitTable['rows'] = [];
  for (const row of shown) {
    task.signal.throwIfAborted();
    drawn.push({ ...row, patches: await drawPatches(dir, mined[row.unit], patches, task) });
    progress(drawn.length, row.unit);
  }
  return { run, manifest, rows: drawn };
}

function rowOf({ unit, ranks }: MinedUnit, { annotations, concepts }: UnitNaming): UnitTableRow {
  const phenomena = annotations.flatMap((a) => a.phenomena.map((phenomenon) => ({ ...phenomenon, expert: a.expert })));
  const best = concepts?.found[0];
  return {
    unit,
    className: ranks[0]?.className ?? '',
    rank: ranks[0]?.rank ?? 0,
    categories: [...new Set(phenomena.flatMap(({ category }) => category ?? []))].map(sentenceCase),
    annotations: phenomena.map((p) => ({ words: phenomenonWords(p), association: p.association, expert: p.expert })),
    concept: concepts && best && best.iou >= concepts.bar ? best : undefined,
  };
}

async function drawPatches(dir: string, unit: MinedUnit, most: number, task: Task): Promise<DrawnPatch[]> {
  return Promise.all(
    unit.patches.slice(0, most).map(async (patch, i) => {
      const words = `Patch ${i + 1} of ${unit.unit}: labelled ${patch.label}, activation ${patch.activation.toPrecision(3)}`;
      try {
        return { words, jpeg: await drawSegmented(dir, unit, patch, PATCH_SIDE) };
      } catch (error) {
        task.log('warn', `${unit.unit}: patch ${i + 1} cannot be drawn. ${error instanceof Error ? error.message : String(error)}`);
        return { words };
      }
    }),
  );
}

/** One line of words for what experts call a unit: equal words once, with who said them where several experts answered. */
export function annotationLines(
  { annotations }: Pick<UnitTableRow, 'annotations'>,
  severalExperts: boolean,
): { words: string; quiet: string }[] {
  const lines = new Map<string, { words: string; association: string; experts: string[] }>();
  for (const { words, association, expert } of annotations) {
    const key = `${words}\n${association}`;
    const line = lines.get(key) ?? { words, association, experts: [] };
    lines.set(key, { ...line, experts: [...new Set([...line.experts, expert])] });
  }
  return [...lines.values()].map(({ words, association, experts }) => ({
    words: sentenceCase(words),
    quiet: [association === 'normal' ? 'normal tissue' : association, ...(severalExperts ? experts : [])].join(', '),
  }));
}

/** Whether more than one expert speaks in the table. */
export function severalExperts({ rows }: Pick<UnitTable, 'rows'>): boolean {
  return new Set(rows.flatMap(({ annotations }) => annotations.map(({ expert }) => expert))).size > 1;
}

/** `spiculated, IoU 0.07`: what was measured, for a unit without an annotation; undefined where nothing reaches the bar. */
export function conceptLine({ concept }: Pick<UnitTableRow, 'concept'>): string | undefined {
  return concept && `${sentenceCase(concept.concept.replaceAll('_', ' ').toLowerCase())}, IoU ${concept.iou.toFixed(2)}`;
}

/** What the table was made from, and of how many mined units it shows how many. */
export function sourceLine({ run, manifest, rows }: UnitTable): string {
  return `${rows.length} of ${manifest.units.length} mined units of ${run} (${manifest.checkpoint}, network ${manifest.network.slice(0, 12)}, mining ${manifest.hash.slice(0, 12)}).`;
}

export function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function nothingToShow(dir: string, mined: number): ProblemError {
  return new ProblemError({
    code: 'units.noneAnnotated',
    file: dir,
    found: `${mined} mined units, none of them annotated`,
    expected: 'units that an expert has named',
    remedy: 'Let experts name them (DeepMiner: Annotate Units), or ask for all units ("deepminer units --all").',
  });
}

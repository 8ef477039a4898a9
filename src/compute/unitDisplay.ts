/** A mined unit as a notebook shows it: its top patches with their pictures inside, and words for viewers without our renderer. */
import { phenomenonWords } from '../annotation/named';
import { readInside } from '../project/inside';
import { RESEARCH_NOTICE } from '../protocol/explanation';
import { UNIT_MIME, type UnitDisplay } from '../protocol/mining';
import type { UnitDetail } from '../protocol/units';

/** Display items of a unit with its first `patches` patches; thumbnails are read from the mining folder, and one that is missing is left out. */
export async function unitDisplayItems(detail: UnitDetail, miningDir: string, patches: number): Promise<Record<string, string>> {
  return { [UNIT_MIME]: JSON.stringify(await unitDisplay(detail, miningDir, patches)), 'text/plain': unitText(detail) };
}

/** The same for whoever draws it: a unit with its first `patches` patches and their pictures. */
export async function unitDisplay(detail: UnitDetail, miningDir: string, patches: number): Promise<UnitDisplay> {
  const { unit, classes, annotations, unrecognized, concepts } = detail;
  const top = unit.patches.slice(0, patches);
  const thumbnails: Record<string, string> = {};
  for (const { thumbnail } of top) {
    const picture = await readInside(miningDir, thumbnail).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
      return undefined;
    });
    if (picture) thumbnails[thumbnail] = `data:image/jpeg;base64,${picture.toString('base64')}`;
  }
  return {
    version: 1,
    unit: { ...unit, patches: top },
    thumbnails,
    annotations,
    classes,
    unrecognized,
    concepts,
    notice: RESEARCH_NOTICE,
  };
}

function unitText({ unit, classes, annotations, unrecognized, concepts }: UnitDetail): string {
  const names = annotations.flatMap((a) => a.phenomena.map((p) => `"${phenomenonWords(p)}" (${p.association}, ${a.expert})`));
  const called = names.join('; ') || (unrecognized.length > 0 ? `nothing recognizable (${unrecognized.join(', ')})` : 'not annotated');
  const { weights, influence } = unit;
  const byClass = classes.flatMap((name) =>
    weights && influence
      ? [
          `  ${name}: weight ${weights[name]?.toFixed(3)}, among the most influential on ${influence[name]?.topCount} of ${influence[name]?.images} images`,
        ]
      : [],
  );
  const best = concepts?.found.slice(0, 3).map(({ concept, iou }) => `${concept} ${iou.toFixed(3)}`);
  return [
    `${unit.unit}: rank ${unit.ranks.map((r) => `${r.className} ${r.rank}`).join(', ')}; largest activation ${unit.maxActivation.toFixed(2)}`,
    called,
    ...byClass,
    ...(best && best.length > 0 ? [`  concepts by IoU: ${best.join(', ')}`] : []),
    RESEARCH_NOTICE,
  ].join('\n');
}

/** A mined unit as a notebook shows it: its top patches with their pictures inside, and words for viewers without our renderer. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Answer } from '../protocol/annotation';
import { RESEARCH_NOTICE } from '../protocol/explanation';
import { type MinedUnit, UNIT_MIME, type UnitDisplay } from '../protocol/mining';

/** Display items of a unit with its first `patches` patches; thumbnails are read from the mining folder. */
export async function unitDisplayItems(
  unit: MinedUnit,
  miningDir: string,
  answers: Answer[],
  patches: number,
): Promise<Record<string, string>> {
  const top = unit.patches.slice(0, patches);
  const thumbnails: Record<string, string> = {};
  for (const { thumbnail } of top) {
    const picture = await readFile(path.join(miningDir, thumbnail));
    thumbnails[thumbnail] = `data:image/jpeg;base64,${picture.toString('base64')}`;
  }
  const annotations = answers.filter((a) => a.unit === unit.unit && a.recognizable).map(({ expert, phenomena }) => ({ expert, phenomena }));
  const display: UnitDisplay = { version: 1, unit: { ...unit, patches: top }, thumbnails, annotations, notice: RESEARCH_NOTICE };
  return { [UNIT_MIME]: JSON.stringify(display), 'text/plain': unitText(unit, annotations) };
}

function unitText(unit: MinedUnit, annotations: NonNullable<UnitDisplay['annotations']>): string {
  const places = unit.ranks.map((r) => `${r.className} ${r.rank}`).join(', ');
  const names = annotations.flatMap((a) => a.phenomena.map((p) => `"${p.description}" (${p.association}, ${a.expert})`));
  return `${unit.unit}: rank ${places}; largest activation ${unit.maxActivation.toFixed(2)}\n${names.join('; ') || 'not annotated'}\n${RESEARCH_NOTICE}`;
}

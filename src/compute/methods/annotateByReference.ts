/** annotateByReference: names the mined units from masks of known concepts, as an expert called `reference`. */
import { access } from 'node:fs/promises';
import path from 'node:path';
import { conceptTruth } from '../../annotation/conceptTruth';
import { canonicalTerm, placeOf } from '../../annotation/lexicon';
import { annotateByReference as annotate } from '../../annotation/reference';
import { AnnotationStore } from '../../annotation/store';
import { writeJson } from '../../project/files';
import { dissectionFiles, dissectRun, keepDissection } from '../dissection';
import type { Method } from '../method';
import { viewsOf } from '../workspace';

export const annotateByReference: Method<'annotateByReference'> = async (params, context) => {
  const dissected = await dissectRun(params, context);
  const { data, mining, report } = dissected;
  const { dir, manifest } = mining;
  const views = viewsOf(data);
  const concepts = new Map(report.concepts.map(({ concept }) => [termOf(concept), conceptTruth(concept, views)]));
  const ious = dissected.ious.map((overlap) => ({ ...overlap, concept: termOf(overlap.concept) }));
  const store = await AnnotationStore.open(data.project.annotationsDir);
  const result = await annotate({ ious, concepts, units: manifest.units, mining: manifest.hash, network: manifest.network, store });
  await writeJson(path.join(dir, 'reference.json'), { ...result, ious });
  // The same measurement is a dissection; one that was asked for, of all units perhaps, stays.
  if (!(await exists(dissectionFiles(dir).report))) await keepDissection(dissected);
  return result;
};

/** A concept as a term of an answer: the lexicon's spelling where it has one. */
function termOf(concept: string): string {
  return (placeOf(concept) ? canonicalTerm(concept) : concept).slice(0, 100);
}

function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

/** annotateByReference: names the mined units from the sample's concept masks, as an expert called `reference`. */
import path from 'node:path';
import { annotateByReference as annotate, type ReferenceConcept } from '../../annotation/reference';
import { AnnotationStore } from '../../annotation/store';
import type { View } from '../../dataset/model';
import { viewLabel } from '../../dataset/viewLabel';
import { conceptIou } from '../../mining/dissect';
import { writeJson } from '../../project/files';
import { findingKeywords } from '../../protocol/finding';
import { ProblemError } from '../../protocol/problem';
import { parseUnitId } from '../../protocol/unit';
import { conceptMaskFiles, conceptOf, readMask } from '../../sample/concepts';
import type { Method } from '../method';
import { openMining } from '../mined';
import { deviceWork } from '../thisMachine';
import { openData, openRun, viewsOf } from '../workspace';

/** The whole breast is where everything is: no phenomenon. */
const NO_PHENOMENON = 'BREAST';

export const annotateByReference: Method<'annotateByReference'> = async ({ project, run: name, device }, context) => {
  const data = await openData(project, context);
  const run = await openRun(data.project, name);
  const { dir, manifest } = await openMining(run, data);
  const views = viewsOf(data, 'holdout');
  const concepts = await referenceConcepts(views, viewsOf(data));
  const onDevice = await deviceWork(device, context);
  const ious = await onDevice((session) =>
    conceptIou({
      classifier: run.classifier,
      views,
      config: run.config.config,
      concepts: async (view) => {
        const files = (await conceptMaskFiles(view.file)).filter(({ concept }) => concepts.has(concept));
        return Promise.all(files.map(async ({ concept, file }) => ({ concept, mask: await readMask(file) })));
      },
      units: manifest.units.map(parseUnitId),
      task: context,
      session,
    }),
  );
  const store = await AnnotationStore.open(data.project.annotationsDir);
  const result = await annotate({ ious, concepts, units: manifest.units, mining: manifest.hash, network: manifest.network, store });
  await writeJson(path.join(dir, 'reference.json'), { ...result, ious });
  return result;
};

/** The concepts that have masks, with the association that the data set's own truth gives them. Throws ProblemError when there are none. */
async function referenceConcepts(holdout: readonly View[], all: readonly View[]): Promise<Map<string, ReferenceConcept>> {
  const names = new Set((await Promise.all(holdout.map((view) => conceptMaskFiles(view.file)))).flat().map(({ concept }) => concept));
  names.delete(NO_PHENOMENON);
  if (names.size === 0)
    throw new ProblemError({
      code: 'annotate.noConcepts',
      found: 'a data set without concept masks',
      expected: 'masks beside its views, as the sample has',
      remedy: 'The reference annotator is for sample data. Let experts name the units: DeepMiner: Annotate Units.',
    });
  const known = (concept: string): ReferenceConcept => ({
    category: conceptOf(concept).category,
    association: association(concept, all),
    beside: termsBeside(concept, all),
  });
  return new Map([...names].map((concept) => [concept, known(concept)]));
}

/** Malignant or benign by the majority of findings that carry the keyword; a concept that no report names is normal tissue. */
function association(concept: string, views: readonly View[]): ReferenceConcept['association'] {
  const count = { malignant: 0, benign: 0, unproven: 0, normal: 0 };
  for (const finding of views.flatMap((v) => v.findings)) if (findingKeywords(finding).includes(concept)) count[viewLabel([finding])]++;
  if (count.malignant + count.benign === 0) return count.unproven > 0 ? 'unsure' : 'normal';
  return count.malignant > count.benign ? 'malignant' : 'benign';
}

/** Keywords that reports use of the same lesion as this one. */
function termsBeside(concept: string, views: readonly View[]): Set<string> {
  const lesions = views.flatMap((v) => v.findings.flatMap((f) => f.lesions)).map((lesion) => findingKeywords({ lesions: [lesion] }));
  return new Set(lesions.filter((words) => words.includes(concept)).flat());
}

/** A survey as it could have been: sixty units of three classes, answered by experts who agree in part, drawn with a seed. */
import { surveyResults } from '../../../src/annotation/results/results';
import type { Answer, Phenomenon } from '../../../src/protocol/annotation';
import type { SurveyResults } from '../../../src/protocol/surveyResults';
import { idOf, MINING, minedUnit, NETWORK, said } from '../../unit/annotation/surveyed';
import { Random } from './random';

const CLASSES = ['normal', 'benign', 'malignant'];
const SEEN: Partial<Phenomenon>[] = [
  { description: 'dense fibroglandular tissue', category: 'normal tissue', association: 'normal', terms: ['DENSE_TISSUE'] },
  { description: 'edge of mass with circumscribed margins', category: 'mass', association: 'benign', terms: ['CIRCUMSCRIBED'] },
  { description: 'masses with spiculated edges', category: 'mass', association: 'malignant', terms: ['SPICULATED'] },
  { description: 'pleomorphic calcifications in clusters', category: 'calcification', association: 'malignant', terms: ['PLEOMORPHIC'] },
  { description: 'calcified vessels', category: 'calcification', association: 'benign', terms: ['VASCULAR'] },
  { description: 'skin thickening', category: 'other', association: 'unsure', terms: ['SKIN_THICKENING'] },
];

interface Survey {
  experts?: string[];
  /** Without conflicts, decisions and damage. */
  calm?: boolean;
}

export function fakeSurvey({ experts = ['dr-wu', 'dr-zhou', 'reference'], calm }: Survey = {}): SurveyResults {
  const random = new Random(60);
  const draw = (n: number) => Math.floor(random.next() * n);
  const units = Array.from({ length: 60 }, (_, i) => idOf(3 + 34 * i));
  const mined = Object.fromEntries(
    units.map((unit, i) => {
      const className = CLASSES[Math.floor(i / 20)];
      const places = Object.fromEntries(CLASSES.map((name) => [name, name === className ? 60 - 2 * (i % 20) : draw(6)]));
      return [unit, minedUnit(unit, [[className, (i % 20) + 1]], places)];
    }),
  );
  const standing: Answer[] = [];
  for (const unit of units) {
    const truth = random.next() < 0.78 ? SEEN[draw(SEEN.length)] : undefined;
    for (const expert of experts) {
      if (random.next() < 0.05) continue;
      const own = random.next() < 0.7 ? truth : random.next() < 0.5 ? SEEN[draw(SEEN.length)] : undefined;
      const seconds = expert === 'reference' ? 0 : 12 + draw(36);
      const category = random.next() < 0.05 ? undefined : own?.category;
      standing.push(said(unit, expert, own && { ...own, category }, { seconds }));
    }
  }
  if (!calm) standing.push(said(units[4], experts[0], SEEN[1]), said(units[4], experts[0], SEEN[2]));
  const decisions = calm ? [] : units.slice(0, 9).map((unit, i) => said(unit, 'owner', SEEN[i % SEEN.length]));
  const coverage = { normal: 0.5927, benign: 0.6977, malignant: 0.7582 };
  const manifest = { network: NETWORK, hash: MINING, checkpoint: 'epoch-05.onnx', classes: CLASSES, coverage, views: 1024, units };
  const results = surveyResults({ run: 'run-001', manifest, mined, standing, decisions });
  return { ...results, problems: calm ? [] : ['annotations/dr-wu.jsonl:14: found an answer cut off while it was written.'] };
}

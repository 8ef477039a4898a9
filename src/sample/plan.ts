/** What a synthetic case shows, before anything is drawn: who, how dense, which findings in which breast. */
import type { Laterality, Projection } from '../dataset/model';
import type { Pathology } from '../protocol/finding';
import { hashSeed, type Random, seededRandom, shuffle } from '../statistics/random';
import { drawForm, type Form } from './forms';

export type CaseGroup = 'normals' | 'benigns' | 'benign_without_callbacks' | 'cancers';

export interface FindingPlan {
  form: Form;
  pathology: Pathology;
  laterality: Laterality;
  assessment: number;
  /** 1 subtle … 5 obvious: sets the contrast. */
  subtlety: number;
  /** Distance from the middle to the far end, in pixels. */
  reach: number;
  round: boolean;
  /** Distance from the nipple as a share of the breast's depth: the same in both projections, as a lesion's is. */
  depth: number;
}

export interface CasePlan {
  /** 1-based. */
  number: number;
  /** `B_3001_1`: scanner volume letter, patient, exam, as the data base names cases. */
  id: string;
  group: CaseGroup;
  age: number;
  /** ACR density 1-4. */
  density: number;
  findings: FindingPlan[];
  seed: number;
}

export const lateralities: readonly Laterality[] = ['LEFT', 'RIGHT'];
export const projections: readonly Projection[] = ['CC', 'MLO'];

/** Of any 20 cases in a row, this many of each group: 30 % normal, 35 % benign, 35 % malignant. */
const BLOCK: readonly CaseGroup[] = [
  ...Array<CaseGroup>(6).fill('normals'),
  ...Array<CaseGroup>(6).fill('benigns'),
  'benign_without_callbacks',
  ...Array<CaseGroup>(7).fill('cancers'),
];

/** The plan of case `index` (0-based). It does not depend on how many cases are drawn: a larger sample begins with the smaller one. */
export function planCase(index: number, seed: number): CasePlan {
  const block = Math.floor(index / BLOCK.length);
  const group = shuffle(BLOCK, seededRandom(hashSeed(`${seed} groups ${block}`)))[index % BLOCK.length];
  const caseSeed = hashSeed(`${seed} case ${index}`);
  const random = seededRandom(caseSeed);
  // The breast is drawn before its findings and knows nothing of them.
  const density = 1 + Math.floor(random() * 4);
  const age = 38 + Math.floor(random() * 45);
  const letter = random() < 0.5 ? 'B' : 'C';
  const number = index + 1;
  return {
    number,
    id: `${letter}_${3000 + number}_1`,
    group,
    age,
    density,
    findings: group === 'normals' ? [] : planFindings(group, random),
    seed: caseSeed,
  };
}

function planFindings(group: Exclude<CaseGroup, 'normals'>, random: Random): FindingPlan[] {
  const malignant = group === 'cancers';
  const pathology: Pathology = malignant ? 'malignant' : group === 'benigns' ? 'benign' : 'benign_without_callback';
  const draw = random();
  const count = draw < 0.3 ? 1 : draw < 0.75 ? 2 : 3;
  const first: Laterality = random() < 0.5 ? 'LEFT' : 'RIGHT';
  return Array.from({ length: count }, (_, i) => {
    const form = drawForm(malignant, random);
    const other = i > 0 && random() < 0.5;
    return {
      form,
      pathology,
      laterality: other ? (first === 'LEFT' ? 'RIGHT' : 'LEFT') : first,
      assessment: group === 'benign_without_callbacks' ? 2 : form.assessments[Math.floor(random() * form.assessments.length)],
      subtlety: [1, 2, 3, 3, 4, 4, 4, 5, 5, 5][Math.floor(random() * 10)],
      reach: form.reach[0] + random() * (form.reach[1] - form.reach[0]),
      round: random() < 0.5,
      depth: 0.25 + random() * 0.45,
    };
  });
}

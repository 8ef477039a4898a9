/** Made-up cases, the words for them, and a study made of both: for tests of reader studies. */
import type { Case, View } from '../../../src/dataset/model';
import type { Answer } from '../../../src/protocol/annotation';
import type { Explanation } from '../../../src/protocol/explanation';
import type { Pathology } from '../../../src/protocol/finding';
import type { StudyAnswer, StudyPlan } from '../../../src/protocol/study';
import { quietTask } from '../../../src/protocol/task';
import { parseUnitId, unitId, unitIndex } from '../../../src/protocol/unit';
import { makeStudy, type StudyRequest } from '../../../src/study/draw/create';
import { CLASSES, exampleExplanation } from '../explanation/example';

export const NETWORK = 'a'.repeat(64);

/** A view of a case with a finding of each pathology. */
export function view(caseId: string, name: string, ...pathologies: Pathology[]): View {
  const [side, projection] = name.split('_');
  return {
    id: `${caseId}.${name}`,
    caseId,
    laterality: side as View['laterality'],
    projection: projection as View['projection'],
    file: `/data/${caseId}.${name}.LJPEG`,
    width: 600,
    height: 900,
    bits: 12,
    findings: pathologies.map((pathology, i) => ({
      id: i + 1,
      lesions: [
        { kind: pathology === 'malignant' ? 'mass' : 'calcification', ...(pathology === 'malignant' ? { shape: ['IRREGULAR'] } : {}) },
      ],
      pathology,
      boundary: [],
      cores: [],
    })),
  };
}

/** Cases of two views each, of which the first has the finding. */
export function cases(counts: Partial<Record<Pathology | 'normal', number>>): Case[] {
  return Object.entries(counts).flatMap(([what, count]) =>
    Array.from({ length: count }, (_, i): Case => {
      const id = `${what[0].toUpperCase()}_${String(i + 1).padStart(4, '0')}`;
      const found = what === 'normal' ? [] : [what as Pathology];
      return { id, dir: `/data/${id}`, views: [view(id, 'LEFT_CC', ...found), view(id, 'LEFT_MLO', ...found), view(id, 'RIGHT_CC')] };
    }),
  );
}

/** Six named units of the example's network. */
export const answers: Answer[] = [1, 2, 5, 8, 11, 14].map((u) => ({
  unit: unitId(unitIndex(u)),
  expert: u % 2 ? 'ada' : 'bob',
  at: '2031-01-01T00:00:00.000Z',
  seconds: 1,
  network: NETWORK,
  mining: 'm',
  recognizable: true,
  several: false,
  phenomena: [{ description: `words for ${u}`, association: 'unsure', terms: [] }],
}));

let example: Promise<Explanation> | undefined;

/** A request whose views are explained by one made-up explanation, its units in an order of the view's own. */
export function request(change: Partial<StudyRequest> = {}): StudyRequest {
  return {
    name: 'study-001',
    cases: cases({ benign: 6, malignant: 8, normal: 3 }),
    classes: CLASSES,
    source: { run: 'run-001', architecture: 'small', network: NETWORK, mining: 'b'.repeat(64), checkpoint: 'epoch-02.onnx' },
    answers,
    created: '2031-02-03T04:05:06.000Z',
    task: quietTask(),
    async explain(of, { units, answers: given, className }) {
      example ??= exampleExplanation();
      const { evidence, ...rest } = await example;
      const named = new Map(given.map((a) => [a.unit, [{ expert: a.expert, phenomena: a.phenomena }]]));
      const turn = of.id.length + of.id.charCodeAt(5);
      const turned = evidence.map((_, i) => evidence[(i + turn) % evidence.length]);
      return {
        ...rest,
        viewId: of.id,
        caseId: of.caseId,
        explainedClass: className ?? rest.decidedClass,
        evidence: turned
          .filter((u) => named.has(u.unit))
          .slice(0, units)
          .map((u) => ({ ...u, unit: unitId(parseUnitId(u.unit)), annotations: named.get(u.unit)! })),
      };
    },
    ...change,
  };
}

/** A plan of eight cases. */
export const examplePlan = async (choices: Partial<StudyPlan['choices']> = {}): Promise<StudyPlan> =>
  (await makeStudy(request({ choices: { cases: 8, ...choices } }))).plan;

/** An answer to a plan, as it is handed in. */
export const given = (plan: StudyPlan, change: Partial<StudyAnswer> = {}): Omit<StudyAnswer, 'at' | 'id'> => ({
  study: plan.hash,
  case: plan.cases[0].id,
  condition: plan.choices.conditions[0],
  reader: 'ada',
  call: 'malignant',
  confidence: 4,
  seconds: 12.5,
  ...change,
});

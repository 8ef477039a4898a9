/** A small reader study made by hand: what createStudy writes, without a network. */

import { encodeGrid } from '../../../src/protocol/grid';
import { STUDY_VERSION, type StudyChoices, type StudyKey, type StudyPicture, type StudyPlan } from '../../../src/protocol/study';
import { type UnitId, unitId, unitIndex } from '../../../src/protocol/unit';
import type { MadeStudy } from '../../../src/study/draw/create';
import { keyHash, planHash } from '../../../src/study/hash';

/** Nothing of these may reach a reader. */
export const SECRETS = ['B_3021_1', 'A_1188_1', 'LEFT_MLO', 'networkRight', 'decidedClass', 'findingTypes', 'secret-keyword'];

export interface HandMade extends MadeStudy {
  truth: StudyKey;
}

/** Two cases, one benign and one malignant, each with two units and, where pictures are shown, a picture of one dot. */
export function handMadeStudy(name: string, choices: Partial<StudyChoices> = {}): HandMade {
  const all: StudyChoices = {
    seed: 1,
    cases: 2,
    units: 2,
    explained: 'decided',
    draw: 'case',
    conditions: ['words', 'picture'],
    goBack: false,
    ...choices,
  };
  const withPicture = all.conditions.includes('picture');
  const units: UnitId[] = [3, 36].map((i) => unitId(unitIndex(i)));
  const truth = (viewId: string, caseId: string, call: 'benign' | 'malignant') => ({
    truth: call,
    viewId,
    caseId,
    findingTypes: ['mass'],
    keywords: ['secret-keyword'],
    decidedClass: call,
    networkRight: true,
    scores: { benign: 0.1234567, malignant: 0.7654321 },
  });
  const key: StudyKey = {
    version: STUDY_VERSION,
    study: name,
    cases: {
      case_001: truth('B_3021_1.LEFT_MLO', 'B_3021_1', 'benign'),
      case_002: truth('A_1188_1.LEFT_MLO', 'A_1188_1', 'malignant'),
    },
  };
  const bytes = JSON.stringify(key);
  const plan = {
    version: STUDY_VERSION,
    name,
    created: '2031-05-02T09:00:00.000Z',
    choices: all,
    source: { run: 'run-001', network: 'n'.repeat(64), mining: 'm'.repeat(64), checkpoint: 'epoch-01.onnx', experts: ['ada'] },
    eligible: { benign: 1, malignant: 1 },
    leftOut: [],
    key: keyHash(bytes),
    cases: Object.keys(key.cases).map((id, i) => ({
      id,
      units: units.map((unit, u) => ({ unit, words: [`words ${i + 1}.${u + 1}`] })),
      ...(withPicture ? { picture: `pictures/${id}.json` } : {}),
    })),
    notice: 'Research use only; not a medical device.',
  } satisfies Omit<StudyPlan, 'hash'>;
  const pictures = new Map<string, StudyPicture>(withPicture ? Object.keys(key.cases).map((id) => [id, picture(units.length)]) : []);
  return { plan: { ...plan, hash: planHash(plan) }, key: bytes, pictures, truth: key };
}

const picture = (units: number): StudyPicture => ({
  view: { width: 40, height: 60, picture: DOT, pictureWidth: 20, pictureHeight: 30 },
  placement: { x0: 5, y0: 5, stepX: 10, stepY: 10 },
  units: Array.from({ length: units }, (_, u) => ({
    map: encodeGrid(
      Float32Array.from({ length: 24 }, (_, i) => (i === 9 + u ? 1 : 0)),
      4,
      6,
    ),
    maskThreshold: 0.5,
  })),
});

/** A grey JPEG of 20 x 30 pixels. */
const DOT =
  'data:image/jpeg;base64,/9j/2wBDABQODxIPDRQSEBIXFRQYHjIhHhwcHj0sLiQySUBMS0dARkVQWnNiUFVtVkVGZIhlbXd7gYKBTmCNl4x9lnN+gXz/2wBDARUXFx4aHjshITt8U0ZTfHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHz/wAARCAAeABQDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAL/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFAEBAAAAAAAAAAAAAAAAAAAAAP/EABQRAQAAAAAAAAAAAAAAAAAAAAD/2gAMAwEAAhEDEQA/ALAAAAAAAB//2Q==';

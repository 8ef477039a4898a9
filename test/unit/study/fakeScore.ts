/** The score of a study as it could have been: cases, readers and calls drawn with a seed, scored as any other. */
import type { StudyCall, StudyCondition, StudyConfidence, StudyScore } from '../../../src/protocol/study';
import type { ReadCase, Reading } from '../../../src/study/score/reading';
import { scoreOf } from '../../../src/study/score/scoreOf';
import { Random } from '../../e2e/pages/random';

const PHRASES: Record<StudyCall, string[]> = {
  malignant: ['masses with spiculated edges', 'pleomorphic calcifications in clusters', 'architectural distortion'],
  benign: ['edge of mass with circumscribed margins', 'calcified vessels', 'dense fibroglandular tissue'],
};

interface Made {
  /** Readers, and how often each is right where the network is. */
  readers?: Record<string, number>;
  cases?: number;
  conditions?: StudyCondition[];
  /** Of a reader who stopped: how many cases of each condition were read. */
  stopped?: Record<string, number>;
  warnings?: string[];
  /** As a study of response and key files: neither choices nor source, confidence nor network. */
  ofFiles?: boolean;
}

export function fakeScore({
  readers = { ada: 0.7 },
  cases: count = 40,
  conditions = ['words'],
  stopped = {},
  warnings = [],
  ofFiles = false,
}: Made = {}): StudyScore {
  const random = new Random(11);
  const cases = Array.from({ length: count }, (_, i) => oneCase(i, random, ofFiles));
  const readings: Reading[] = [];
  for (const [reader, skill] of Object.entries(readers))
    for (const condition of conditions)
      for (const [i, c] of cases.slice(0, stopped[reader]).entries()) {
        const right = random.next() < skill + (condition === 'picture' ? 0.12 : 0) - (c.networkRight === false ? 0.25 : 0);
        const sure = Math.min(5, 1 + Math.floor((right ? 4.8 : 3.2) * random.next())) as StudyConfidence;
        const seconds = 6 + (condition === 'picture' ? 5 : 0) + ((i * 7) % (9 + ((reader.codePointAt(0) ?? 0) % 7)));
        const call = right ? c.truth : other(c.truth);
        readings.push({ reader, condition, case: c.id, call, confidence: ofFiles ? null : sure, seconds: ofFiles ? 0 : seconds });
      }
  const about = ofFiles
    ? { name: 'responses', study: null, choices: null, source: null, warnings }
    : {
        name: 'first-reading',
        study: 'a'.repeat(64),
        choices: {
          seed: 1,
          cases: count,
          units: 3,
          explained: 'decided' as const,
          draw: 'case' as const,
          conditions,
          goBack: false,
        },
        source: {
          run: 'run-001',
          architecture: 'resnet18',
          network: '5f1c2d3e'.repeat(8),
          mining: 'c0ffee12'.repeat(8),
          checkpoint: 'runs/run-001/epoch-08.onnx',
          experts: ['dr-wu', 'dr-zhou'],
        },
        warnings,
      };
  return scoreOf({ cases, conditions, readings }, about);
}

const other = (call: StudyCall): StudyCall => (call === 'benign' ? 'malignant' : 'benign');

function oneCase(i: number, random: Random, ofFiles: boolean): ReadCase {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random.next() * from.length)];
  const truth: StudyCall = i % 2 === 0 ? 'malignant' : 'benign';
  const networkRight = random.next() < 0.8;
  const told = networkRight ? truth : other(truth);
  const words = Array.from({ length: 3 }, () => [pick(PHRASES[random.next() < 0.7 ? told : other(told)])]);
  const mass = random.next() < 0.6;
  return {
    id: `case_${String(i + 1).padStart(3, '0')}`,
    truth,
    words,
    viewId: `${truth === 'benign' ? 'B' : 'A'}_${3000 + i}_1.LEFT_CC`,
    caseId: `${truth === 'benign' ? 'B' : 'A'}_${3000 + i}_1`,
    findingTypes: mass ? (random.next() < 0.2 ? ['mass', 'calcification'] : ['mass']) : ['calcification'],
    keywords: mass ? ['IRREGULAR', 'SPICULATED'] : ['PLEOMORPHIC', 'CLUSTERED'],
    ...(ofFiles ? {} : { decidedClass: told, networkRight }),
  };
}

/**
 * The score of a study as it could have been: cases, readers and calls drawn with a seed, every figure counted from the calls. Shares and
 * tests are computed here in the plainest way, from the definition of the binomial distribution.
 */
import type {
  PairedFigures,
  ScoredCase,
  ShareWithInterval,
  StudyAnswer,
  StudyCall,
  StudyCondition,
  StudyConfidence,
  StudyFigures,
  StudyPower,
  StudyScore,
} from '../../../src/protocol/study';
import { delong } from '../../../src/statistics/delong';
import { cohenKappa, fleissKappa } from '../../../src/statistics/kappa';
import { rocCurve } from '../../../src/statistics/roc';
import { Random } from '../../e2e/pages/random';

const PHRASES: Record<StudyCall, string[]> = {
  malignant: ['masses with spiculated edges', 'pleomorphic calcifications in clusters', 'architectural distortion'],
  benign: ['edge of mass with circumscribed margins', 'calcified vessels', 'dense fibroglandular tissue'],
};
const ACCURACIES = [0.55, 0.6, 0.65, 0.7, 0.8];

interface Made {
  /** Readers, and how often each is right of what is read. */
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
  for (const [reader, skill] of Object.entries(readers))
    for (const condition of conditions)
      for (const c of cases.slice(0, stopped[reader])) {
        const right = random.next() < skill + (condition === 'picture' ? 0.12 : 0) - (c.networkRight ? 0 : 0.25);
        const call = right ? c.truth : other(c.truth);
        const sure = (1 + Math.floor((right ? 2.4 : 1.6) * 2 * random.next())) as StudyConfidence;
        c.answers.push({ reader, condition, call, confidence: ofFiles ? null : (Math.min(5, sure) as StudyConfidence), right });
      }
  const names = Object.keys(readers);
  const groups: (string | null)[] = [...names, ...(names.length > 1 ? [null] : [])];
  return {
    version: 1,
    name: ofFiles ? 'responses' : 'first-reading',
    study: ofFiles ? null : 'a'.repeat(64),
    choices: ofFiles ? null : { seed: 1, cases: count, units: 3, explained: 'decided', draw: 'case', conditions, goBack: false },
    source: ofFiles
      ? null
      : {
          run: 'run-001',
          architecture: 'resnet18',
          network: '5f1c2d3e'.repeat(8),
          mining: 'c0ffee12'.repeat(8),
          checkpoint: 'runs/run-001/epoch-08.onnx',
          experts: ['dr-wu', 'dr-zhou'],
        },
    figures: groups.flatMap((reader) => conditions.map((condition) => figuresOf(cases, reader, condition, names.length, ofFiles))),
    paired: conditions.length > 1 ? groups.map((reader) => pairedOf(cases, reader)) : [],
    agreement: names.length > 1 ? conditions.map((condition) => agreementOf(cases, names, condition)) : [],
    cases,
    power: powerOf([...new Set([20, count, 100, 330, ...(names.length > 1 ? [count * names.length] : [])])].sort((a, b) => a - b)),
    warnings,
    notice: 'Research use only; not a medical device.',
  };
}

const other = (call: StudyCall): StudyCall => (call === 'benign' ? 'malignant' : 'benign');

function oneCase(i: number, random: Random, ofFiles: boolean): ScoredCase {
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
    findingTypes: mass ? (random.next() < 0.2 ? ['mass', 'calcification'] : ['mass']) : ['calcification'],
    keywords: mass ? ['IRREGULAR', 'SPICULATED'] : ['PLEOMORPHIC', 'CLUSTERED'],
    ...(ofFiles ? {} : { decidedClass: told, networkRight }),
    answers: [],
  };
}

type Given = ScoredCase['answers'][number] & { of: ScoredCase; seconds: StudyAnswer['seconds'] };

function answersOf(cases: readonly ScoredCase[], reader: string | null, condition: StudyCondition): Given[] {
  return cases.flatMap((of, i) =>
    of.answers
      .filter((a) => a.condition === condition && (reader === null || a.reader === reader))
      .map((a) => ({ ...a, of, seconds: 6 + (condition === 'picture' ? 5 : 0) + ((i * 7) % (9 + ((a.reader.codePointAt(0) ?? 0) % 7))) })),
  );
}

function figuresOf(cases: ScoredCase[], reader: string | null, condition: StudyCondition, readers: number, ofFiles: boolean): StudyFigures {
  const given = answersOf(cases, reader, condition);
  const share = (of: readonly Given[]) => shareOf(of.filter((a) => a.right).length, of.length);
  const calls = (truth: StudyCall, call: StudyCall) => given.filter((a) => a.of.truth === truth && a.call === call).length;
  const accuracy = share(given);
  const types = [...new Set(cases.flatMap((c) => c.findingTypes))].sort();
  const roc = ofFiles ? undefined : rocOf(given);
  const seconds = given.map((a) => a.seconds).sort((a, b) => a - b);
  return {
    reader,
    condition,
    asked: cases.length * (reader === null ? readers : 1),
    answered: given.length,
    accuracy,
    p: given.length > 0 ? atLeast(accuracy.right, accuracy.of, 0.5) : null,
    confusion: {
      benign: { benign: calls('benign', 'benign'), malignant: calls('benign', 'malignant') },
      malignant: { benign: calls('malignant', 'benign'), malignant: calls('malignant', 'malignant') },
    },
    sensitivity: share(given.filter((a) => a.of.truth === 'malignant')),
    specificity: share(given.filter((a) => a.of.truth === 'benign')),
    ...(roc && { roc }),
    medianSeconds: ofFiles || given.length === 0 ? null : seconds[seconds.length >> 1],
    timed: ofFiles ? 0 : given.length,
    byFindingType: types.map((type) => ({ type, accuracy: share(given.filter((a) => a.of.findingTypes.includes(type))) })),
    byNetwork: ofFiles
      ? null
      : { right: share(given.filter((a) => a.of.networkRight)), wrong: share(given.filter((a) => !a.of.networkRight)) },
  };
}

function rocOf(given: readonly Given[]): StudyFigures['roc'] {
  const scores = given.map((a) => (a.call === 'malignant' ? 1 : -1) * (a.confidence ?? 1));
  const truth = given.map((a) => a.of.truth === 'malignant');
  const [curve, area] = [rocCurve(scores, truth), delong(scores, truth)];
  return curve && area ? { fpr: curve.fpr, tpr: curve.tpr, auc: area.auc, low: area.low, high: area.high } : undefined;
}

function pairedOf(cases: ScoredCase[], reader: string | null): PairedFigures {
  const pairs = answersOf(cases, reader, 'words').flatMap((words) => {
    const picture = words.of.answers.find((a) => a.condition === 'picture' && a.reader === words.reader);
    return picture ? [[words.right, picture.right]] : [];
  });
  const count = (words: boolean, picture: boolean) => pairs.filter(([w, p]) => w === words && p === picture).length;
  const [wordsOnly, pictureOnly] = [count(true, false), count(false, true)];
  const differing = wordsOnly + pictureOnly;
  return {
    reader,
    both: pairs.length,
    bothRight: count(true, true),
    wordsOnly,
    pictureOnly,
    neither: count(false, false),
    p: pairs.length > 0 ? Math.min(1, 2 * atLeast(Math.max(wordsOnly, pictureOnly), differing, 0.5)) : null,
  };
}

function agreementOf(cases: ScoredCase[], names: string[], condition: StudyCondition): StudyScore['agreement'][number] {
  const calls = (reader: string) => cases.map((c) => c.answers.find((a) => a.reader === reader && a.condition === condition)?.call);
  const pairs = names.flatMap((first, i) =>
    names.slice(i + 1).map((second) => ({
      ...cohenKappa(calls(first), calls(second), { draws: 200 }),
      readers: [first, second] as [string, string],
    })),
  );
  const all = names.length > 2 ? { ...fleissKappa(transposed(names.map(calls)), { draws: 200 }), readers: names.length } : null;
  return { condition, all, pairs };
}

const transposed = <T>(rows: readonly T[][]): T[][] => rows[0].map((_, i) => rows.map((row) => row[i]));

function powerOf(ns: readonly number[]): StudyPower {
  const rows = ns.map((n) => {
    let k = Math.floor(n / 2);
    while (k <= n && atLeast(k, n, 0.5) > 0.05) k++;
    const enough = k <= n ? k : undefined;
    return { n, needed: enough ?? null, power: ACCURACIES.map((a) => (enough === undefined ? 0 : atLeast(enough, n, a))) };
  });
  return { rows, accuracies: ACCURACIES };
}

/** P(at least `k` of `n` with chance `p` each), by the ratio of each term to the one before. */
export function atLeast(k: number, n: number, p: number): number {
  if (k <= 0) return 1;
  const odds = Math.log(p) - Math.log1p(-p);
  let log = n * Math.log1p(-p);
  let sum = 0;
  for (let i = 1; i <= n; i++) {
    log += Math.log((n - i + 1) / i) + odds;
    if (i >= k) sum += Math.exp(log);
  }
  return Math.min(1, sum);
}

/** Clopper-Pearson by bisection: the chances at which as many, or as few, right would come with 2.5 %. */
export function shareOf(right: number, of: number): ShareWithInterval {
  if (of === 0) return { right, of, share: null, low: null, high: null };
  const low = right === 0 ? 0 : bisect((p) => atLeast(right, of, p) - 0.025);
  const high = right === of ? 1 : bisect((p) => 0.025 - (1 - atLeast(right + 1, of, p)));
  return { right, of, share: right / of, low, high };
}

/** Root of a rising function in 0..1. */
function bisect(f: (p: number) => number): number {
  let [low, high] = [0, 1];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (f(middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

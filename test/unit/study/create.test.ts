/** The draw and the plan: equal numbers, by the seed alone, and nothing in what readers see that tells the truth. */
import { deepEqual, equal, match, notDeepEqual, ok, rejects } from 'node:assert/strict';
import fc from 'fast-check';
import type { Explanation } from '../../../src/protocol/explanation';
import { type Problem, ProblemError } from '../../../src/protocol/problem';
import type { StudyKey } from '../../../src/protocol/study';
import { quietTask } from '../../../src/protocol/task';
import { makeStudy } from '../../../src/study/draw/create';
import { keyHash, planHash } from '../../../src/study/hash';
import { answers, cases, NETWORK, request, view } from './wing';

const problem = (code: string, found: RegExp) => (error: unknown) => {
  const p: Problem | undefined = error instanceof ProblemError ? error.problem : undefined;
  return p?.code === code && found.test((error as Error).message);
};
const keyOf = (text: string) => JSON.parse(text) as StudyKey;

describe('a study that is made', () => {
  it('has equal numbers of each class, one view a patient, and a key for every case and no other', () =>
    fc.assert(
      fc.asyncProperty(fc.nat(9), fc.nat(9), fc.integer({ min: 1, max: 9 }), fc.integer(), async (benign, malignant, half, seed) => {
        const made = () => makeStudy(request({ cases: cases({ benign, malignant, normal: 2 }), choices: { cases: 2 * half, seed } }));
        if (half > Math.min(benign, malignant)) return rejects(made(), problem('study.tooFew', /benign and \d+ malignant cases/));
        const { plan, key } = await made();
        const truths = Object.values(keyOf(key).cases);
        deepEqual([plan.cases.length, plan.choices.cases, truths.length], [2 * half, 2 * half, 2 * half]);
        equal(truths.filter((t) => t.truth === 'malignant').length, half);
        equal(new Set(truths.map((t) => t.caseId)).size, 2 * half);
        deepEqual(
          Object.keys(keyOf(key).cases),
          plan.cases.map((c) => c.id),
        );
        for (const { viewId, truth } of truths) ok(viewId.startsWith(truth === 'benign' ? 'B_' : 'M_') && viewId.includes('LEFT'), viewId);
        deepEqual(plan.leftOut, [{ reason: 'cases without a finding', count: 2 }]);
        deepEqual(plan.eligible, { benign, malignant });
      }),
      { numRuns: 60 },
    ));

  it('is the same for the same seed and data, whatever the order of the cases and the day it is made', () =>
    fc.assert(
      fc.asyncProperty(fc.integer(), fc.constantFrom('case', 'view'), async (seed, draw) => {
        const choices = { seed, draw: draw as 'case' | 'view', cases: 8 };
        const one = await makeStudy(request({ choices }));
        const other = await makeStudy(request({ choices, cases: request().cases.toReversed(), created: '2044-01-01T00:00:00.000Z' }));
        deepEqual({ ...other.plan, created: one.plan.created, hash: one.plan.hash }, one.plan);
        equal(other.key, one.key);
        notDeepEqual(other.plan.hash, one.plan.hash);
      }),
      { numRuns: 30 },
    ));

  it('draws others for another seed', async () => {
    const drawn = async (seed: number) => (await makeStudy(request({ choices: { seed, cases: 8 } }))).key;
    equal(new Set(await Promise.all([1, 2, 3, 4, 5].map(drawn))).size, 5);
  });

  it('has numbers that tell no class: over many seeds each number is malignant about half the time', async () => {
    const malignant = new Map<string, number>();
    for (let seed = 0; seed < 200; seed++) {
      const { key } = await makeStudy(request({ choices: { seed, cases: 8 } }));
      for (const [id, { truth }] of Object.entries(keyOf(key).cases))
        if (truth === 'malignant') malignant.set(id, (malignant.get(id) ?? 0) + 1);
    }
    equal(malignant.size, 8);
    // Five standard errors of 100 of 200.
    for (const [id, count] of malignant) ok(Math.abs(count - 100) < 36, `${id}: ${count}`);
  });

  it('shows of a case the words of its units and nothing else', async () => {
    const { plan, key, pictures } = await makeStudy(request());
    equal(plan.cases.length, 12);
    equal(pictures.size, 0);
    for (const { units, ...rest } of plan.cases) {
      deepEqual(Object.keys(rest), ['id']);
      equal(units.length, 3);
      for (const { words } of units) match(words.join(), /^words for \d+$/);
    }
    const text = JSON.stringify({ ...plan, source: undefined, eligible: undefined, leftOut: undefined, choices: undefined });
    for (const { viewId, caseId } of Object.values(keyOf(key).cases)) ok(!text.includes(viewId) && !text.includes(caseId));
    ok(!/benign|malignant/.test(text));
    deepEqual(plan.source.experts, ['ada', 'bob']);
    equal(plan.hash, planHash(plan));
    equal(plan.key, keyHash(key));
  });

  it('keeps in its key what the network decided, and the findings that make a case what it is', async () => {
    const mixed = { id: 'X_0001', dir: '/data', views: [view('X_0001', 'LEFT_CC', 'benign', 'malignant')] };
    const { key } = await makeStudy(request({ cases: [mixed, ...cases({ benign: 1 })] }));
    const truth = Object.values(keyOf(key).cases).find((t) => t.caseId === 'X_0001')!;
    deepEqual([truth.truth, truth.findingTypes, truth.keywords], ['malignant', ['mass'], ['IRREGULAR']]);
    equal(truth.networkRight, truth.decidedClass === 'malignant');
  });

  it('takes benign without callback for benign, leaves unproven cases out, and draws any views where asked', async () => {
    const mixed = cases({ benign_without_callback: 2, malignant: 2, unproven: 1, normal: 1 });
    const { plan, key } = await makeStudy(request({ cases: mixed, choices: { draw: 'view' } }));
    deepEqual(plan.eligible, { benign: 4, malignant: 4 });
    deepEqual(plan.leftOut, [
      { reason: 'views without a finding', count: 8 },
      { reason: 'views whose worst finding is unproven', count: 2 },
    ]);
    const drawn = Object.values(keyOf(key).cases);
    deepEqual([drawn.length, new Set(drawn.map((t) => t.caseId)).size], [8, 4]);
  });

  it('has pictures with the maps of the units shown, where a condition asks for them', async () => {
    const { plan, pictures } = await makeStudy(request({ choices: { cases: 4, conditions: ['picture', 'words'], units: 2 } }));
    deepEqual(plan.choices.conditions, ['words', 'picture']);
    for (const { id, units, picture } of plan.cases) {
      equal(picture, `pictures/${id}.json`);
      equal(pictures.get(id)!.units.length, units.length);
      ok(!/benign|malignant|viewId|caseId|unit_/.test(JSON.stringify({ ...pictures.get(id), view: undefined })));
    }
  });

  it('passes over views that cannot be read, takes another of the case, and counts them', async () => {
    const { explain } = request();
    const said: string[] = [];
    const task = { ...quietTask(), log: (_: string, message: string) => said.push(message) };
    const broken: typeof explain = (of, options) => {
      if (!of.id.endsWith('LEFT_CC')) return explain(of, options);
      throw new ProblemError({ code: 'ljpeg.truncated', file: of.file, found: 'half a file', expected: 'a whole one', remedy: 'Copy it.' });
    };
    const { plan, key } = await makeStudy(request({ cases: cases({ benign: 4, malignant: 4 }), explain: broken, task }));
    equal(plan.cases.length, 8);
    for (const { viewId } of Object.values(keyOf(key).cases)) match(viewId, /LEFT_MLO$/);
    const count = plan.leftOut.find((l) => l.reason === 'views that could not be read')?.count ?? 0;
    equal(count, said.filter((s) => /half a file/.test(s)).length);
    ok(count > 0);
  });

  it('leaves out views in which too few named units speak for the class', async () => {
    const { explain } = request();
    const silent = async (...p: Parameters<typeof explain>): Promise<Explanation> => {
      const e = await explain(...p);
      return p[0].caseId === 'B_0002' ? { ...e, evidence: e.evidence.map((u, i) => ({ ...u, influence: i === 2 ? 0 : u.influence })) } : e;
    };
    const { plan, key } = await makeStudy(request({ explain: silent }));
    deepEqual([plan.cases.length, plan.eligible], [10, { benign: 5, malignant: 8 }]);
    deepEqual(plan.leftOut.at(-1), { reason: 'views in which fewer than 3 named units speak for the class', count: 2 });
    ok(!key.includes('B_0002'));
    await rejects(
      makeStudy(request({ explain: silent, choices: { cases: 12 } })),
      problem('study.tooFew', /5 benign and \d malignant.*--cases 10/),
    );
  });

  it('is refused with what would do: too few cases, too few words, no such class, choices that are none', async () => {
    const refused = (change: Parameters<typeof request>[0], code: string, found: RegExp) =>
      rejects(makeStudy(request(change)), problem(code, found));
    await refused(
      { choices: { cases: 14 } },
      'study.tooFew',
      /6 benign and 8 malignant cases.*7 of each.*--cases 12.*--draw view.*12 are benign/,
    );
    await refused({ choices: { cases: 26 } }, 'study.tooFew', /^(?!.*--draw view)/);
    await refused({ cases: cases({ benign: 2, normal: 2 }) }, 'study.tooFew', /2 benign and 0 malignant.*at least one of each/);
    await refused({ answers: [] }, 'study.noWords', /no unit of this network with a name.*Annotate/);
    await refused({ answers: answers.slice(0, 2) }, 'study.noWords', /2 units.*at least 3.*--units 2/);
    const dash = answers.map((a) => ({ ...a, phenomena: [{ ...a.phenomena[0], description: ' - ' }] }));
    await refused({ answers: dash }, 'study.noWords', /no unit/);
    await refused({ classes: ['sick', 'well'], choices: { explained: 'malignant' } }, 'study.noClass', /sick, well/);
    await refused({ choices: { cases: 7 } }, 'study.choices', /cases: expected an even number/);
    await refused({ choices: { units: 0 } }, 'study.choices', /units/);
    await refused({ choices: { conditions: [] } }, 'study.choices', /conditions/);
    await refused({ choices: { unit: 3 } as object }, 'study.choices', /unit/);
  });

  it('asks for the units of malignant in every case, as the published code did, where that is chosen', async () => {
    const asked = new Set<string | undefined>();
    const { explain } = request();
    const noted: typeof explain = (of, options) => {
      asked.add(options.className);
      return explain(of, options);
    };
    await makeStudy(request({ explain: noted, choices: { explained: 'malignant' } }));
    deepEqual([...asked], ['malignant']);
    asked.clear();
    await makeStudy(request({ explain: noted }));
    deepEqual([...asked], [undefined]);
  });

  it('stops between two views when it is cancelled, and by what would fail for every view', async () => {
    const abort = new AbortController();
    let looked = 0;
    const { explain } = request();
    const stopping: typeof explain = (of, options) => {
      if (++looked === 3) abort.abort(new Error('cancelled'));
      return explain(of, options);
    };
    await rejects(makeStudy(request({ explain: stopping, task: { ...quietTask(), signal: abort.signal } })), /cancelled/);
    equal(looked, 3);
    const other: typeof explain = () => {
      throw new ProblemError({ code: 'explanation.otherNetwork', found: NETWORK, expected: 'another', remedy: 'Mine.' });
    };
    await rejects(makeStudy(request({ explain: other })), problem('explanation.otherNetwork', /Mine/));
  });
});

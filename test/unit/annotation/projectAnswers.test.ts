/** Facts of what units are called once somebody has decided. */
import { deepEqual } from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { decisionsDir, settledAnswers } from '../../../src/annotation/projectAnswers';
import { AnnotationStore } from '../../../src/annotation/store';
import type { Answer } from '../../../src/protocol/annotation';
import { unitId, unitIndex } from '../../../src/protocol/unit';

const said = (unit: number, expert: string, description: string, more: Partial<Answer> = {}): Omit<Answer, 'at'> => ({
  unit: unitId(unitIndex(unit)),
  expert,
  seconds: 10,
  network: 'net',
  mining: 'm',
  recognizable: true,
  several: false,
  phenomena: [{ description, association: 'benign', terms: [] }],
  ...more,
});

describe('the answers of a project', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'deepminer-answers-'));
  });
  afterEach(() => rm(dir, { recursive: true }));

  const words = async () => (await settledAnswers(dir, 'net')).answers.map((a) => `${a.unit} ${a.expert}: ${a.phenomena[0].description}`);

  it('are every expert’s own until a label is decided, which then stands alone', async () => {
    const experts = await AnnotationStore.open(dir);
    for (const answer of [said(0, 'ada', 'vessel'), said(0, 'bea', 'duct'), said(1, 'ada', 'mass')]) await experts.append(answer);
    await experts.append(said(1, 'ada', 'other network', { network: 'net2' }));
    deepEqual(await words(), ['unit_0001 ada: vessel', 'unit_0002 ada: mass', 'unit_0001 bea: duct']);
    await (await AnnotationStore.open(decisionsDir(dir))).append(said(0, 'cho', 'calcified vessel'));
    deepEqual(await words(), ['unit_0002 ada: mass', 'unit_0001 consensus (cho): calcified vessel']);
  });

  it('show two decisions that do not know of each other, each under who took it', async () => {
    const deciders = await AnnotationStore.open(decisionsDir(dir));
    for (const decision of [said(0, 'cho', 'vessel'), said(0, 'dev', 'duct')]) await deciders.append(decision);
    deepEqual(await words(), ['unit_0001 consensus (cho): vessel', 'unit_0001 consensus (dev): duct']);
  });
});

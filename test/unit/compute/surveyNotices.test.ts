/** What the survey is told of its logs: damage reaches the page in words, and the next answer mends what can be mended. */
import assert from 'node:assert/strict';
import { readFile, rm, truncate } from 'node:fs/promises';
import path from 'node:path';
import type { MethodContext } from '../../../src/compute/method';
import { saveAnswer, surveyState } from '../../../src/compute/methods/survey';
import type { HostToSurvey, SurveyToHost } from '../../../src/protocol/survey';
import { quietTask } from '../../../src/protocol/task';
import { replyTo, type SurveyConversation } from '../../../src/survey/conversation';
import { type MinedProject, minedProject } from '../../e2e/pages/minedProject';
import { given } from '../annotation/given';

describe('a survey whose log was cut off', () => {
  let project: MinedProject;
  let log: string;
  const context: MethodContext = { ...quietTask(), cellOutput: () => undefined };
  const methods = {
    surveyState: (p: Parameters<typeof surveyState>[0]) => surveyState(p, context),
    saveAnswer: (p: Parameters<typeof saveAnswer>[0]) => saveAnswer(p, context),
    surveyUnit: () => Promise.reject(new Error('not asked for')),
    saveDraft: async () => null,
  };
  const say = async (message: SurveyToHost): Promise<HostToSurvey> => {
    const survey = { project: project.dir, expert: 'ada' };
    const talk: SurveyConversation = {
      survey,
      source: await methods.surveyState(survey),
      baseOf: () => '',
      methods,
      logError: () => undefined,
    };
    return (await replyTo(message, talk))!;
  };
  const open = async () => {
    const reply = await say({ type: 'ready' });
    assert.ok(reply.type === 'state');
    return reply.state;
  };
  const answer = async (index: number, description: string) => {
    const { network, mining, units } = await open();
    const { expert: _, at: __, ...about } = given(0, description, { network, mining, unit: units[index].unit });
    const reply = await say({ type: 'answer', id: index, answer: about });
    assert.equal(reply.type, 'saved', JSON.stringify(reply));
  };

  beforeEach(async () => {
    project = await minedProject();
    log = path.join(project.dir, 'annotations', 'ada.jsonl');
  });
  afterEach(() => rm(project.dir, { recursive: true, force: true }));

  it('says so with file, line and remedy, keeps every other answer, and is mended by the next', async () => {
    for (const [index, words] of ['first', 'second', 'third'].entries()) await answer(index, words);
    assert.deepEqual((await open()).problems, []);
    await truncate(log, (await readFile(log)).length - 25);

    const cut = await open();
    assert.equal(cut.problems.length, 1);
    assert.ok(cut.problems[0].startsWith(`${log}:3: found an answer cut off`), cut.problems[0]);
    assert.match(cut.problems[0], /answer that unit again/);
    assert.deepEqual(cut.answers.map((a) => a.phenomena[0].description).sort(), ['first', 'second']);

    await answer(2, 'third again');
    const mended = await open();
    assert.deepEqual(mended.answers.map((a) => a.phenomena[0].description).sort(), ['first', 'second', 'third again']);
    assert.match(await readFile(log, 'utf8'), / ~torn\n[0-9a-f]{8} .*third again.*\n$/);
  });
});

/** Facts of what a survey page is answered. */
import { deepEqual, equal } from 'node:assert/strict';
import type { Answer, KeptDraft } from '../../../src/protocol/annotation';
import type { MinedUnit } from '../../../src/protocol/mining';
import type { SurveySource } from '../../../src/protocol/survey';
import { unitId, unitIndex } from '../../../src/protocol/unit';
import { replyTo, type SurveyConversation, type SurveyMethods } from '../../../src/survey/conversation';

const unit = unitId(unitIndex(3));
const source: SurveySource = {
  mode: 'blind',
  miningDir: '/p/mining',
  network: 'n',
  mining: 'm',
  classes: ['benign'],
  lexicon: { categories: [] },
  units: [{ unit, className: 'benign', rank: 1, others: 0 }],
  answers: [],
  othersAnswers: [],
  drafts: {},
  problems: [],
};
const answer = { unit, seconds: 1, network: 'n', mining: 'm', recognizable: false, several: false, phenomena: [] };
const refuse = () => Promise.reject(new Error('The disk is full.'));

function talkWith(methods: Partial<SurveyMethods>): SurveyConversation & { errors: string[] } {
  const errors: string[] = [];
  const all: SurveyMethods = { surveyState: async () => source, surveyUnit: refuse, saveAnswer: refuse, saveDraft: refuse, ...methods };
  return {
    survey: { project: '/p', expert: 'ann' },
    source,
    baseOf: (dir) => `uri:${dir}`,
    methods: all,
    logError: (message) => errors.push(message),
    errors,
  };
}

describe('the conversation with a survey page', () => {
  it('files an answer under the expert of the survey and nobody else', async () => {
    const kept: Answer[] = [];
    const talk = talkWith({
      saveAnswer: async ({ answer: given }) => {
        kept.push({ ...given, at: '2031' });
        return { answer: kept[0], standing: kept };
      },
    });
    const forged = { ...answer, expert: 'bob' };
    deepEqual((await replyTo({ type: 'answer', id: 7, answer: forged }, talk))?.type, 'saved');
    equal(kept[0].expert, 'ann');
  });

  it('says why something failed, where the expert looks, and logs it', async () => {
    const talk = talkWith({});
    deepEqual(await replyTo({ type: 'answer', id: 7, answer }, talk), { type: 'failed', id: 7, message: 'The disk is full.' });
    deepEqual(await replyTo({ type: 'unit', unit, mining: 'm' }, talk), { type: 'unitFailed', unit, message: 'The disk is full.' });
    deepEqual(await replyTo({ type: 'draft', unit }, talk), { type: 'draftFailed', unit, message: 'The disk is full.' });
    equal(talk.errors.length, 3);
  });

  it('keeps drafts in the order they were posted, though the disk is slower with one than with the next', async () => {
    const order: (number | undefined)[] = [];
    const talk = talkWith({
      saveDraft: async ({ kept }) => {
        await new Promise((resolve) => setTimeout(resolve, kept ? 20 : 0));
        order.push(kept?.revision);
        return null;
      },
    });
    const kept = (revision: number): KeptDraft => ({ draft: { phenomena: [] }, seconds: 0, revision, submitted: false });
    await Promise.all([{ unit, kept: kept(1) }, { unit, kept: kept(2) }, { unit }].map((d) => replyTo({ type: 'draft', ...d }, talk)));
    deepEqual(order, [1, 2, undefined]);
  });

  it('gives the page its way back where the host has one, and no folder otherwise', async () => {
    const opened = async (restore?: unknown) => {
      const reply = await replyTo({ type: 'ready' }, { ...talkWith({}), restore });
      return reply?.type === 'state' ? reply.state : undefined;
    };
    deepEqual((await opened({ project: '/p' }))?.restore, { project: '/p' });
    equal('miningDir' in ((await opened()) ?? {}), false);
    equal((await opened())?.restore, undefined);
  });

  it('finds pictures and drafts of units that were mined again', async () => {
    const drafts: string[] = [];
    const talk = talkWith({
      surveyState: async () => ({ ...source, mining: 'm2', miningDir: '/p/mining2' }),
      saveDraft: async ({ mining }) => {
        drafts.push(mining);
        return null;
      },
    });
    const reply = await replyTo({ type: 'ready' }, talk);
    equal(reply?.type === 'state' && reply.state.base, 'uri:/p/mining2');
    await replyTo({ type: 'draft', unit }, talk);
    deepEqual(drafts, ['m2']);
  });

  it('gives no pictures of another mining result than the page shows, and names the one there is', async () => {
    const pictured = { unit: { unit } as MinedUnit, views: {} };
    const talk = talkWith({ surveyUnit: async () => ({ mining: 'm2', ...pictured }) });
    deepEqual(await replyTo({ type: 'unit', unit, mining: 'm' }, talk), { type: 'minedAgain', unit, mining: 'm2' });
    deepEqual(await replyTo({ type: 'unit', unit, mining: 'm2' }, talk), { type: 'unit', ...pictured });
  });

  it('opens as it was where the state cannot be read any more', async () => {
    const reply = await replyTo({ type: 'ready' }, talkWith({ surveyState: refuse }));
    equal(reply?.type === 'state' && reply.state.units.length, 1);
  });
});

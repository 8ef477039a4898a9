/** Facts of what the page of a reader study is answered: never anything of the key. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import type { StudyAnswer, StudyPicture, StudyState } from '../../../src/protocol/study';
import type { GivenCall } from '../../../src/protocol/studyPage';
import { replyTo, type StudyConversation, type StudyMethods } from '../../../src/study/conversation';
import { handMadeStudy, SECRETS } from './made';
import { studyOnDisk } from './onDisk';

const call: GivenCall = { study: 'p', case: 'case_001', condition: 'words', call: 'benign', confidence: 2, seconds: 3 };
const refuse = () => Promise.reject(new Error('The disk is full.'));

function talkWith(methods: Partial<StudyMethods>): StudyConversation & { errors: string[] } {
  const errors: string[] = [];
  const all: StudyMethods = { studyState: refuse, studyPicture: refuse, saveStudyAnswer: refuse, ...methods };
  return { request: { project: '/p', study: 's', reader: 'ada' }, methods: all, logError: (message) => errors.push(message), errors };
}

describe('the conversation with the page of a reader study', () => {
  it('files a call under the reader of the panel and nobody else', async () => {
    const kept: StudyAnswer[] = [];
    const talk = talkWith({
      saveStudyAnswer: async ({ answer }) => {
        kept.push({ ...answer, at: '2031' });
        return { answer: kept[0], standing: kept };
      },
    });
    const forged = { ...call, reader: 'bob' };
    equal((await replyTo({ type: 'call', id: 7, answer: forged }, talk))?.type, 'saved');
    equal(kept[0].reader, 'ada');
  });

  it('says why something failed, where the reader looks, and logs it', async () => {
    const talk = talkWith({});
    const message = 'The disk is full.';
    deepEqual(await replyTo({ type: 'ready' }, talk), { type: 'unavailable', message });
    deepEqual(await replyTo({ type: 'call', id: 7, answer: call }, talk), { type: 'failed', id: 7, message });
    deepEqual(await replyTo({ type: 'picture', case: 'case_001' }, talk), { type: 'pictureFailed', case: 'case_001', message });
    equal(talk.errors.length, 3);
  });

  it('passes on what a reader may see and nothing that a method gave beside it, nor what another reader said', async () => {
    const { pictures, truth } = handMadeStudy('s');
    const other: StudyAnswer = { ...call, reader: 'bob', at: '2031' };
    const loose = { key: truth, truth: 'malignant', viewId: SECRETS[0] };
    const state: StudyState = {
      name: 's',
      study: 'p',
      reader: 'ada',
      items: [{ case: 'case_001', condition: 'words', ...loose }],
      cases: { case_001: [['words']] },
      answers: [other, { ...other, reader: 'ada', ...loose }],
      goBack: false,
      problems: [],
      ...loose,
    };
    const picture = pictures.get('case_001')!;
    const leaking: StudyPicture = {
      ...picture,
      view: { ...picture.view, ...loose },
      units: picture.units.map((u) => ({ ...u, ...loose })),
    };
    const talk = talkWith({
      studyState: async () => ({ ...state, ...loose }),
      studyPicture: async () => ({ ...leaking, ...loose }),
      saveStudyAnswer: async () => ({
        answer: { ...other, reader: 'ada', ...loose },
        standing: [other, { ...other, reader: 'ada', ...loose }],
      }),
    });
    for (const message of [{ type: 'ready' }, { type: 'picture', case: 'case_001' }, { type: 'call', id: 1, answer: call }] as const) {
      const said = JSON.stringify(await replyTo(message, talk));
      for (const secret of [...SECRETS, 'truth', 'viewId', '"key"', 'bob'])
        ok(!said.includes(secret), `${message.type} says ${secret}: ${said}`);
    }
  });

  it('tells nothing of a real study’s key, its units or its views, whatever is asked', async () => {
    const { project, made, methods } = await studyOnDisk('autumn');
    try {
      const talk = { ...talkWith(methods), request: { project, study: 'autumn', reader: 'ada' } };
      const { hash } = made.plan;
      const replies = [
        await replyTo({ type: 'ready' }, talk),
        await replyTo({ type: 'picture', case: 'case_002' }, talk),
        await replyTo({ type: 'call', id: 1, answer: { ...call, study: hash } }, talk),
        await replyTo({ type: 'call', id: 2, answer: { ...call, study: hash, call: 'malignant' } }, talk),
        await replyTo({ type: 'picture', case: '../../study-keys/autumn' }, talk),
        await replyTo({ type: 'ready' }, talk),
      ];
      deepEqual(
        replies.map((reply) => reply?.type),
        ['state', 'picture', 'saved', 'failed', 'pictureFailed', 'state'],
      );
      const said = JSON.stringify(replies);
      for (const secret of [...SECRETS, 'unit_0004', 'unit_0037', 'truth', 'viewId', '0.7654321']) ok(!said.includes(secret), secret);
    } finally {
      await rm(project, { recursive: true, force: true });
    }
  });
});

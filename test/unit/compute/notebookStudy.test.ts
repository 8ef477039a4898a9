/** Reader studies in a notebook cell: what is asked for, and what is shown. */
import { deepEqual, match, ok, rejects } from 'node:assert/strict';
import type { MethodContext, MethodTable } from '../../../src/compute/method';
import { notebookApi } from '../../../src/compute/notebookApi';
import { displayItems } from '../../../src/kernel/display';
import type { CreatedStudy, CreateStudyParams } from '../../../src/protocol/compute';
import { STUDY_MIME, type StudyListing } from '../../../src/protocol/study';
import { resultSentences } from '../../../src/protocol/studyWords';
import { fakeScore } from '../study/fakeScore';

describe('reader studies in a notebook', () => {
  const score = fakeScore({ readers: { '<ada>': 0.8, bob: 0.7 } });
  const listing: StudyListing = {
    name: 'second',
    created: '2026-01-02T00:00:00Z',
    cases: 40,
    conditions: ['words'],
    run: 'run-001',
    readers: [{ reader: 'ada', answered: 14, of: 40 }],
    key: false,
  };
  let studies: StudyListing[] = [{ ...listing, name: 'first', key: true }, listing];
  const asked: unknown[] = [];
  const methods = {
    async listStudies() {
      return studies;
    },
    async scoreStudy(params: object) {
      asked.push(params);
      return structuredClone(score);
    },
    async createStudy(params: CreateStudyParams) {
      asked.push(params);
      const plan = { name: 'study-001', cases: score.cases, choices: score.choices, source: score.source };
      return { plan, dir: '/p/studies/study-001', keyFile: '/p/study-keys/study-001.json', power: score.power } as unknown as CreatedStudy;
    },
  } as unknown as MethodTable;
  const api = notebookApi('/p', methods, () => ({}) as MethodContext);

  beforeEach(() => asked.splice(0));

  it('shows the newest study’s results to our renderer, as a table elsewhere, and in words', async () => {
    const value = await api.study();
    deepEqual(asked, [{ project: '/p', study: 'second' }]);
    deepEqual(value, score);
    const items = (await displayItems(value))!;
    deepEqual(Object.keys(items), [STUDY_MIME, 'text/html', 'text/plain']);
    deepEqual(JSON.parse(items[STUDY_MIME]), JSON.parse(JSON.stringify(score)));
    for (const form of ['text/html', 'text/plain']) {
      const text = items[form].replaceAll('&lt;', '<').replaceAll('&gt;', '>');
      ok(
        resultSentences(score).every((said) => text.includes(said)),
        form,
      );
      match(items[form], /Research use only/);
      ok(
        score.warnings.every((warning) => text.includes(warning)),
        form,
      );
    }
    ok(!items['text/html'].includes('<ada>'), 'a reader’s name is text');
    match(items['text/html'], /&lt;ada&gt;/);
  });

  it('takes the study that is named, and says what to do where there is none', async () => {
    await api.study('first');
    deepEqual(asked, [{ project: '/p', study: 'first' }]);
    const before = studies;
    studies = [];
    await rejects(api.study(), /found no reader study.*Create one with deepminer\.createStudy\(\)/s);
    studies = before;
  });

  it('lists studies with how far readers are, and whether the key is there', async () => {
    const { 'text/html': html } = (await displayItems(await api.studies()))!;
    match(html, /ada 14 of 40/);
    match(html, /missing/);
  });

  it('creates a study by its choices, and says what its cases can show', async () => {
    const created = await api.createStudy({ name: 'study-001', seed: 3, cases: 40 });
    deepEqual(asked, [{ project: '/p', run: undefined, name: 'study-001', choices: { seed: 3, cases: 40 } }]);
    const { 'text/html': html } = (await displayItems(created))!;
    match(html, /studies\/study-001/);
    match(html, /at least 26 right were needed/);
  });
});

/** The page of runs in a real browser, under a webview's content security policy. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { HostToRun, RunToHost, ShownRuns } from '../../../src/protocol/runPage';
import { seriousViolations } from './accessibility';
import { fakeEpoch, fakeRun } from './fakeRuns';
import { openRuns, type Stage, sharedStage, shownText } from './stage';

const show = (...histories: ShownRuns['histories']): ShownRuns => ({
  runs: histories.map(({ summary }) => ({ project: '/p', run: summary.run })),
  gone: [],
  histories,
});
const running = (epochs: number) =>
  fakeRun('run-001', {
    epochs,
    of: 12,
    summary: {
      status: 'running',
      progress: { at: '', stage: 'train', done: 60, total: 120, secondsLeft: 240, message: 'epoch 7 of 12, loss 0.412' },
    },
  });
const tell = (page: Page, message: HostToRun) =>
  page.evaluate((m) => (window as unknown as { sendHere(m: HostToRun): void }).sendHere(m), message);
const posted = (page: Page) => page.evaluate(() => (window as unknown as { postedHere: RunToHost[] }).postedHere);
const valuesOf = (page: Page, title: string) => shownText(page.getByRole('region', { name: title }).locator('.values'));

describe('page of runs', function () {
  this.timeout(30000);
  let stage: Stage;
  before(async () => {
    stage = await sharedStage();
  });

  it('draws loss, accuracy, AUC, learning rate and time by epoch, and reads the latest', async () => {
    const history = fakeRun('run-001');
    const { page, problems } = await openRuns(stage, { shown: show(history) });
    equal(await page.locator('.chart').count(), 5);
    const { train, holdout } = history.epochs.at(-1)!;
    const loss = await valuesOf(page, 'Loss');
    ok(loss.includes(train.loss.toFixed(3)) && loss.includes(holdout.loss.toFixed(3)), loss);
    match(
      (await page.getByRole('region', { name: 'Time per epoch' }).locator('svg').getAttribute('aria-label')) ?? '',
      /run-001 \d+ s after epoch 12/,
    );
    deepEqual(problems, []);
    await page.context().close();
  });

  it('reads another epoch by arrow key and under the pointer, in every chart', async () => {
    const history = fakeRun('run-001');
    const { page } = await openRuns(stage, { shown: show(history) });
    const slider = page.getByRole('slider');
    await slider.focus();
    await page.keyboard.press('ArrowLeft');
    const told = history.epochs[10].holdout;
    ok((await valuesOf(page, 'Loss')).includes(told.loss.toFixed(3)));
    ok((await valuesOf(page, 'Accuracy')).includes(`${(100 * told.accuracy).toFixed(1)} %`));
    match((await slider.getAttribute('aria-valuetext')) ?? '', /^epoch 11: loss training 0\.\d{3}, hold-out 0\.\d{3}/);
    const box = (await page.getByRole('region', { name: 'Accuracy' }).locator('svg').boundingBox())!;
    await page.mouse.move(box.x + (box.width * 50) / 420, box.y + box.height / 2);
    ok((await valuesOf(page, 'Loss')).includes(history.epochs[0].holdout.loss.toFixed(3)));
    await page.context().close();
  });

  it('moves on with a run that trains: progress by itself, curves when an epoch is done, and asks to stop', async () => {
    const { page } = await openRuns(stage, { shown: show(running(6)) });
    await page.getByText('50 %, 4 min left').waitFor();
    await tell(page, {
      type: 'progress',
      project: '/p',
      run: 'run-001',
      progress: { stage: 'train', done: 90, total: 120, secondsLeft: 80 },
      stopping: false,
    });
    await page.getByText('75 %, 80 s left').waitFor();
    await tell(page, { type: 'state', shown: show(running(7)) });
    await page.getByText('7 of 12', { exact: true }).waitFor();
    ok((await valuesOf(page, 'Loss')).includes(fakeEpoch(7).holdout.loss.toFixed(3)));
    await page.getByRole('button', { name: 'Cancel' }).click();
    deepEqual((await posted(page)).at(-1), { type: 'cancel', run: 'run-001' });
    await tell(page, { type: 'progress', project: '/p', run: 'run-001', stopping: true });
    equal(await page.getByRole('button', { name: 'Stopping…' }).isDisabled(), true);
    await tell(page, { type: 'state', shown: show(fakeRun('run-001', { epochs: 7, of: 12, summary: { status: 'cancelled' } })) });
    await page.getByRole('button', { name: 'Resume' }).click();
    deepEqual((await posted(page)).at(-1), { type: 'resume', run: 'run-001' });
    await page.context().close();
  });

  it('compares runs: the settings that differ side by side, each run at its own latest epoch', async () => {
    const other = fakeRun('run-002', { epochs: 20, slow: 2, settings: { 'training.learningRate': '0.005' } });
    const { page } = await openRuns(stage, { shown: { ...show(fakeRun('run-001'), other), gone: ['run-000'] } });
    await page.getByText('run-000 is not there any more.').waitFor();
    const rows = await page.getByRole('table', { name: 'Settings that differ' }).locator('tbody tr').allTextContents();
    deepEqual(rows, ['training.learningRate0.020.005']);
    const loss = await valuesOf(page, 'Loss');
    ok(loss.includes('epoch 12') && loss.includes(other.epochs[19].holdout.loss.toFixed(3)), loss);
    await page.locator('.card').first().getByRole('button', { name: 'Leave out' }).click();
    deepEqual((await posted(page)).at(-1), { type: 'leaveOut', run: 'run-001' });
    await page.context().close();
  });

  it('keeps which runs and which class it shows, and has every epoch as a table', async () => {
    const { page } = await openRuns(stage, { shown: show(fakeRun('run-001')) });
    await page.getByRole('radio', { name: 'Malignant' }).check();
    const kept = await page.evaluate(() => JSON.parse(sessionStorage.getItem('state') ?? 'null') as unknown);
    deepEqual(kept, { project: '/p', runs: [{ project: '/p', run: 'run-001' }], looks: { aucOf: 'malignant' } });
    await page.reload();
    ok(await page.getByRole('radio', { name: 'Malignant' }).isChecked());
    await page.getByText('Every epoch as a table').click();
    equal(await page.locator('table.epochs tbody tr').count(), 12);
    await page.context().close();
  });

  it('says what failed, what the log warns of, and that a run is gone', async () => {
    const failure = { message: '/p/cases/A.LJPEG: found the end of the file.' };
    const log = [{ at: '2026-03-14T09:30:53.000Z', level: 'warn' as const, message: '2 views were left out.' }];
    const failed = fakeRun('run-001', { epochs: 0, of: 5, summary: { status: 'failed', failure }, more: { log, logFile: '/p/log.txt' } });
    const { page } = await openRuns(stage, { shown: show(failed) });
    await page.getByText(failure.message).waitFor();
    await page.getByText('2 views were left out.').waitFor();
    await page.getByText('Curves begin with the first epoch').waitFor();
    await page.getByRole('button', { name: 'Open the log' }).click();
    deepEqual((await posted(page)).at(-1), { type: 'openLog', run: 'run-001' });
    await page.context().close();
    const gone = await openRuns(stage, { unavailable: 'found the run name "run-001"; expected a trained run.' });
    await gone.page.getByText('expected a trained run').waitFor();
    await gone.page.context().close();
  });

  for (const theme of ['dark', 'light', 'high-contrast'] as const)
    it(`can be used by everyone in the ${theme} theme, and fits a narrow column`, async () => {
      const shown = show(running(6), fakeRun('run-002', { epochs: 3, settings: { 'training.batch': '64' } }));
      const { page } = await openRuns(stage, { shown }, { theme, width: 420 });
      await page.locator('.chart').first().waitFor();
      await page.locator('details').evaluateAll((all) => {
        for (const closed of all) (closed as HTMLDetailsElement).open = true;
      });
      deepEqual(await seriousViolations(page), []);
      ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
      await page.context().close();
    });
});

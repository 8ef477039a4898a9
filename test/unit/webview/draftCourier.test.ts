/** Facts of how drafts reach the disk. */
import { deepEqual } from 'node:assert/strict';
import type { KeptDraft } from '../../../src/protocol/annotation';
import type { SurveyToHost } from '../../../src/protocol/survey';
import { unitId, unitIndex } from '../../../src/protocol/unit';
import { DraftCourier } from '../../../webview/survey/draftCourier';

const unit = unitId(unitIndex(3));
const kept = (revision: number): KeptDraft => ({ draft: { phenomena: [] }, seconds: 1, revision, submitted: false });

describe('the courier of drafts', () => {
  it('brings the latest of several changes once, and takes the draft away when an answer holds it', async () => {
    const posted: SurveyToHost[] = [];
    const courier = new DraftCourier((message) => posted.push(message));
    for (const revision of [1, 2, 3]) courier.take({ [unit]: kept(revision) });
    deepEqual(posted, [], 'typing waits for no disk');
    await new Promise((resolve) => setTimeout(resolve, 400));
    deepEqual(posted, [{ type: 'draft', unit, kept: kept(3) }]);
    courier.take({});
    courier.deliver();
    courier.deliver();
    deepEqual(posted.slice(1), [{ type: 'draft', unit, kept: undefined }]);
  });

  it('leaves nothing behind when the page is left before the pause is over', () => {
    const posted: SurveyToHost[] = [];
    const courier = new DraftCourier((message) => posted.push(message));
    courier.take({ [unit]: kept(1) });
    courier.deliver();
    deepEqual(posted.length, 1);
  });
});
